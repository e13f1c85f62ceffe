"""Stages as the reports know them: a copy of what the sales service tells, for their names, order and rates."""
