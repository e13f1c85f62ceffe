"""Whether what sellers ask for costs the same with a hundred times as many records."""
