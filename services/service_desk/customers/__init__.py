"""Customers as the service desk knows them: a copy of what sales tells, so that records can name them."""
