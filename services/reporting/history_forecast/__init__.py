"""What history lets one expect of the deals that are open and of those to come, and how wrong that was before."""
