"""Orders: what a customer has bought, and how far it is reserved, shipped, invoiced and paid."""
