"""Visits as the reports know them, fed by events."""
