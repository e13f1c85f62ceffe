"""Positions: named tasks of the organisation, which people hold from one day until another."""
