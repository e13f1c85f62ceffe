"""The copies of products, for the names and categories of what was sold. They belong to the whole company."""

from services.reporting.products.model import KnownProduct

__all__ = ["KnownProduct"]
