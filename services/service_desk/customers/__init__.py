"""Customers as the service desk knows them: a copy of what the sales service tells, so that requests can name them."""
