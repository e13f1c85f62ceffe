"""Sales: from somebody's interest to an order that is to be delivered."""
