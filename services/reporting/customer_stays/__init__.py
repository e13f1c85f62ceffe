"""From when to when each customer was of which level and status, so that past days can be asked about."""
