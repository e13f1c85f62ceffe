"""Commission splits: who shares what an order earns, in place of what its plans say."""
