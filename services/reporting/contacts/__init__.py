"""Contacts as the reports know them: a copy of whom the company knows where, fed by events."""
