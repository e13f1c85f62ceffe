"""Agents: the people who work on requests, and what each of them is skilled in."""
