"""Competitors: who else wants a deal, what speaks for and against them, and which of them won it."""
