"""Planned changes: moves and memberships that begin or end on a day to come, and take effect by themselves."""
