"""Customers as the marketing service knows them: a copy of what sales tells, so that records can name them."""
