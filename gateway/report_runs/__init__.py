"""Runs of scheduled reports: one mail to one recipient, and what became of it."""
