"""Stores: where visitors see what the company offers, in their language and one currency, and how each store looks."""
