"""Activities as the reports know them: a copy of what was done, fed by events."""
