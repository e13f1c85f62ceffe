"""The published language of the messaging service."""
