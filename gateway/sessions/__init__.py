"""Sessions: how a person's browser stays signed in, by a cookie that no script can read."""
