"""Articles: what is known about faults and how to put them right, written once and used by everybody."""
