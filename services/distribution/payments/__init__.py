"""Payments: money that came in for an order, and its taking back."""
