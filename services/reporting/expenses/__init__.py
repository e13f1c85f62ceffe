"""Expenses as the reports know them: a copy of each and of its parts, fed by events."""
