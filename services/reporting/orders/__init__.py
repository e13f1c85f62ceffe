"""Orders as the reports know them: a copy of every order and its lines, fed by events."""
