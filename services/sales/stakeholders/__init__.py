"""Stakeholders: the contacts that take part in a deal, each in a role: who decides, who uses it, who introduced us."""
