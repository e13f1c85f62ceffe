"""Requests: what a customer asks for or complains about, due by a certain time, worked on by one agent."""
