"""Exports: a list as somebody may see it, written to a file that they alone may fetch."""
