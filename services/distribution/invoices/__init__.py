"""Invoices: what is asked of the customer for an order."""
