"""Comments: what colleagues say to one another about a customer, and to nobody else."""
