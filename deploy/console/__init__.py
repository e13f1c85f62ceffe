"""The console is built here: with a Node of the machine or one of our own, inside its budget, and served when whole."""
