"""Messages: what one person was told of one event, until that person has read it and after."""
