"""How likely customers who order are not to order again, by which factors, and how far that was right before."""
