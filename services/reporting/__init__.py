"""Reporting: figures from read models that events keep current."""
