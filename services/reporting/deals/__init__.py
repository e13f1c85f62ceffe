"""Deals as the reports know them: a copy of every opportunity, fed by events, that all figures are summed from."""
