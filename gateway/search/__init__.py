"""Search: records of all kinds by the words in them, asked of all services at once."""
