"""Prices: what a product costs one customer today."""
