"""Exceptions: a price for one customer below what holds, which somebody else approves."""
