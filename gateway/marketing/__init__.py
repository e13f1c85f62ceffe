"""The public routes of the marketing service."""
