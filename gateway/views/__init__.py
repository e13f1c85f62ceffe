"""Views: a question to a list, kept under a name, shared if wanted, and asked again as whoever asks it."""
