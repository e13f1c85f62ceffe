"""Service accounts: programs that stand in a unit and have groups like a person, and sign in by tokens alone."""
