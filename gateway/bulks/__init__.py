"""Bulks: many operations on one noun that came in one request, and what became of each."""
