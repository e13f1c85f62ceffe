"""How the house runs, and the warnings when it comes to a limit."""
