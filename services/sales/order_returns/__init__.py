"""Returns of orders: what a customer sent back of what was shipped, piece by piece, with a reason."""
