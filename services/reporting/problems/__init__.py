"""What stood in the way of which deal, and in which stage, fed by events."""
