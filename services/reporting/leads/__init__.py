"""Leads as the reports know them: where they came from and what became of them, fed by events."""
