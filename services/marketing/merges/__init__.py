"""What becomes of the records of this service when two customers turn out to be one."""
