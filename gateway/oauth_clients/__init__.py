"""OAuth clients: programs that people may let act for them, or that act for a unit."""
