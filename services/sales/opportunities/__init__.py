"""Opportunities: deals that may be won, from the first talk to the signature or the loss."""
