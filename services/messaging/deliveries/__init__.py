"""Deliveries: the ledger of what webhooks were sent, what came of it, and what waits."""
