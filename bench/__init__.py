"""Measurements, each against something that everybody knows, in the same run."""
