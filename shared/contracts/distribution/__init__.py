"""What the distribution service says on the wire."""
