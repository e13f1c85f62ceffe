"""What was sold with which margin, beside the quotas that it is held against."""
