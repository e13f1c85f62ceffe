"""Plans: what somebody means to do in a day, a week or a month, locked after a deadline, and how it turned out."""
