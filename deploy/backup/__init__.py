"""A backup: every service's records at one moment, with the files they name, in one file that any engine can take."""
