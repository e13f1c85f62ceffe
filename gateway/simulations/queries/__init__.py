"""What a change would mean: whom it touches, and who sees which of the gateway's own records."""
