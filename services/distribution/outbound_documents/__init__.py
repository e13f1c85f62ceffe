"""Outbound documents: papers by which goods leave a warehouse other than for an order."""
