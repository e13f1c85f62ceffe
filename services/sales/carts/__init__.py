"""Carts: what customers want to buy in a store, at the prices of the moment, until it becomes an order."""
