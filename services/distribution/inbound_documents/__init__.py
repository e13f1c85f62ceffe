"""Inbound documents: papers by which goods come into a warehouse."""
