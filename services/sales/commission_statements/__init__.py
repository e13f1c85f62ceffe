"""Commission statements: what somebody earned by a plan in a period, each line with the document that earned it."""
