"""How likely open deals are to be won, by which factors, and how far such scores could be trusted before."""
