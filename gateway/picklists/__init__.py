"""Managed lists: the values that fields may be given, kept by the company and not by programmers."""
