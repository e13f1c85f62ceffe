"""What all services know of one customer, put together."""
