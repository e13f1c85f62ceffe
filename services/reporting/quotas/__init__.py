"""Quotas as the reports know them: a copy of every one, fed by events."""
