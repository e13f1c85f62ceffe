"""Problems: what stood in the way of a deal, of which type, and in which stage it occurred."""
