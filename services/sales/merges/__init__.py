"""Merges: two records of one customer made one, which can be undone."""
