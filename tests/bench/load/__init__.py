"""The load bench: what its generator counts, what its page says, and that its books are right."""
