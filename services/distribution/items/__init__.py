"""Items: the goods of the company, whichever warehouse they lie in."""
