"""Limits, and warnings when one is crossed."""
