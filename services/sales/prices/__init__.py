"""Prices: what a product costs one customer on a day, and by which rule."""
