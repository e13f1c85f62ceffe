"""Charts: what of a report is drawn, as series, as a picture, and in a Word document with the table."""
