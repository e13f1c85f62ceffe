"""Password resets: a way back in for who forgot, by a token that somebody in charge hands over."""
