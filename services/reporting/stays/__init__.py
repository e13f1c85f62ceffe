"""How long deals stayed in which stage: a row for each time that a deal came to one, fed by events."""
