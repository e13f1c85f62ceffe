"""Placements: where customers stand to the territories, and the work of placing all of them when the rules change."""
