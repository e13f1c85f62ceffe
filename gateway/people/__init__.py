"""People: who signs in, where each stands in the organisation, and whom each reports to."""
