"""Custom fields: what a company adds to its records without a deployment."""
