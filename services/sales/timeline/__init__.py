"""The timelines of customers and contacts, as far as this service knows them."""
