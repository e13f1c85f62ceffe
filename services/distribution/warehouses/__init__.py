"""Warehouses: places of a unit where goods lie."""
