"""Anchors of the audit trail."""
