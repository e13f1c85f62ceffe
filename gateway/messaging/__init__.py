"""The public routes of the messaging service."""
