"""The timeline of a customer, as far as this service knows it."""
