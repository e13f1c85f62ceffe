"""Orders and their lines counted and summed in small cells, kept with every change of a fact."""
