"""The public routes of the sales service."""
