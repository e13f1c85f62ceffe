"""Customers that a named rule holds for; membership follows the events of the customers, and time."""
