"""Simulations: which records a change of groups or places would open and close, before it is made."""
