"""Members: the customers that a campaign turns to, and what became of it."""
