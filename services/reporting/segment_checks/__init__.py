"""Which customers are to be held against the segments, since something of them was told."""
