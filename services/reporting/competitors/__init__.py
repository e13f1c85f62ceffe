"""Who else wanted which deal, fed by events."""
