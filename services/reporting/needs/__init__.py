"""What is asked for in deals, fed by events; and what customers ask for in one wording."""
