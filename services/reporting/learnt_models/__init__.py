"""What reports learnt from the past, kept for whoever sees the same, with what it was learnt from and when."""
