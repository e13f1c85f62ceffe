"""Tokens: what a person gets for a password, and shows with every call."""
