"""Captures: what people left in the public form of a campaign, each of which becomes a lead."""
