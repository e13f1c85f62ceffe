"""The audit trail of the whole house, its anchors, and whether anybody tampered with it."""
