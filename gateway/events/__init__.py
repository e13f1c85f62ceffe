"""Events: what has happened in all services, told again to those who may read the records."""
