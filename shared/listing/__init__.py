"""Lists as the API promises them: filter, sort, cursor, count and totals over the rows that the caller may see."""

from shared.listing.page import list_records

__all__ = ["list_records"]
