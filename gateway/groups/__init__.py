"""Groups: what the people in them may do, and how far each right reaches."""
