"""What is told of a deal, taken into all facts that are made of it."""
