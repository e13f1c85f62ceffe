"""Backup and restore without a running installation: what is refused, what is cut short, and what travels how."""
