"""Attempts to prove who one is: their failures, which make an account and an address wait longer and longer."""
