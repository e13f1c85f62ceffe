"""Customers as the reports know them, who was in touch with them when, and what their levels ask for; fed by events."""
