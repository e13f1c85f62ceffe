"""Pairs of products: what marketing wants offered beside or instead of what, and why."""
