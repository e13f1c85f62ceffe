"""Expenses: what somebody spent on selling, for which deals, and whether it is approved and paid back."""
