"""Second factors: codes from an authenticator app, or recovery codes, that are asked for beside the password."""
