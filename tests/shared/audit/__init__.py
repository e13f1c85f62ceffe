"""The chain of events, and what happens to it when somebody tampers."""
