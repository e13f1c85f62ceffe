"""Lists as the API promises them: filter, sort, cursor, count and totals over the rows that the caller may see."""

from shared.listing.areas import columns_of
from shared.listing.filters import Columns
from shared.listing.page import list_records

__all__ = ["Columns", "columns_of", "list_records"]
