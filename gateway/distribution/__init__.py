"""The public routes of the distribution service."""
