"""The timeline of a contact, as far as this service knows it."""
