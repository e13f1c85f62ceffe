"""Reversals: what loads and bulks did to the organisation and to what the company set up, taken back."""
