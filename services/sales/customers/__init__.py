"""Customers: the organisations and people that we sell to, or may one day."""
