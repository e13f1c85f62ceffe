"""Products as the reports know them: their names and categories, fed by events."""
