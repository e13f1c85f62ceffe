"""Undos: taking back what a bulk did to the records of marketing."""
