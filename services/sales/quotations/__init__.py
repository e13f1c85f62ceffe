"""Quotations: what we offered a customer for a deal, at which price and until when, in versions."""
