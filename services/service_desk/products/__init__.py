"""Products as the service desk knows them: a copy of what the catalogue says, so that agreements can cover them."""
