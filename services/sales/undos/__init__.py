"""Undos: taking back what an import or a bulk did to the records of sales."""
