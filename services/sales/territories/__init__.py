"""Territories: by which rules customers are placed, and who sells where."""
