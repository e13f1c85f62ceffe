"""Products: what the company offers, at which list price."""
