"""What several services know of one contact, put together."""
