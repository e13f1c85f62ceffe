"""What a problem on a deal is, as far as figures go, in plain Python: no database, no wire, no clock."""

OPEN, RESOLVED, WITHDRAWN = "open", "resolved", "withdrawn"
