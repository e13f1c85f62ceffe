"""Visits: calls on customers where they are, from the plan to the check-in there and to what came of it."""
