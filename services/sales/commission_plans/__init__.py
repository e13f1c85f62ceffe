"""Commission plans: whose orders earn a commission, for what, at which rates, and who shares it."""
