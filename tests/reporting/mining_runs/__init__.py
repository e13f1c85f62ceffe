"""Tests of mining runs: what they count, how they go, and who sees what they kept."""
