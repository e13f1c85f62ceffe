"""Drawing a report: what its picture says, and the picture as a file."""
