"""Deal registrations: deals that partners say they work on, and are protected with for some time once accepted."""
