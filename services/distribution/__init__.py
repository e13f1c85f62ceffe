"""Distribution: where goods lie, how they leave for an order, and the money that comes back for them."""
