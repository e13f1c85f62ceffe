"""Jobs: imports, exports and bulks as one list of work, of which one can see how far it is."""
