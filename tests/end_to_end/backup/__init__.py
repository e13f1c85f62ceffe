"""A backup of an installation at work, restored elsewhere."""
