"""Standings: where a person stood on a day of the past, and what their rights reached then."""
