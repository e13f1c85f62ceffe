"""Customers as the distribution service knows them: a copy of what sales tells, so that records can name them."""
