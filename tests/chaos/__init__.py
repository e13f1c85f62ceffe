"""Breaking a running installation under load, and proving afterwards that nothing was lost, doubled or bent."""
