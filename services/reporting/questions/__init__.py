"""Questions that people write themselves: one SELECT, read by a parser and made anew over the facts in sight."""
