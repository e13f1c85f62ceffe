"""The processes of this service's records, as they are enforced."""
