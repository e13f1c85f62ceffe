"""What it costs to see much: lists, counts and totals of callers who see 50 records, a unit's, and a million."""
