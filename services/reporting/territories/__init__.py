"""Territories as the reports know them: their codes and names, fed by events."""
