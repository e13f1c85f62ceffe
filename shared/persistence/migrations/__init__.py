"""Alembic for every service's database: a platform branch that all share, and a branch of the service's own."""
