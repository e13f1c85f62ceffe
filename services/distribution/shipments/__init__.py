"""Shipments: reserved goods of an order that left the warehouse together."""
