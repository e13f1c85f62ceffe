"""The published language of the reporting service."""
