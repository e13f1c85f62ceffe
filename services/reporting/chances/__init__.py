"""How likely deals are to be won, and when, from how deals of the same age and stage ended before."""
