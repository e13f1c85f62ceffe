"""Tracking: where an order stands, with what came back of it."""
