"""Undos: taking back what loads and bulks did to the records of messaging."""
