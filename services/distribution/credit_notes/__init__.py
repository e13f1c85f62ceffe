"""Credit notes: what of an order's invoices is taken back because its goods were."""
