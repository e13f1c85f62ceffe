"""The gateway's own features, through its HTTP door."""
