"""Mails of scheduled reports."""
