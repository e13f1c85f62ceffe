"""Mining runs: segments of customers and products bought together, counted for one person and kept for them alone."""
