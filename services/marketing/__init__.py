"""Marketing: what is done so that people show interest, and what came of it."""
