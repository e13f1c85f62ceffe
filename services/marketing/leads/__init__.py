"""Leads of campaigns, as far as marketing must know them: whose campaign brought them, and what they are worth."""
