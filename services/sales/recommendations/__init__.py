"""Recommendations: what else to offer to whoever buys, and why."""
