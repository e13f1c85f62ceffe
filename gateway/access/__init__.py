"""Access: who is calling, how far a right of theirs reaches, and who else may see a record."""
