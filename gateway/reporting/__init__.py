"""The public routes of the reporting service."""
