"""Quotas: how much a seller or a unit is to sell in a period, and how much of it the orders have attained."""
