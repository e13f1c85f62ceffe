"""Which records of this service name customers."""

from services.reporting.deals import queries as deals
from shared.merged_customers import MergedCustomerEntrypoints


class CustomerMergeEntrypoints(MergedCustomerEntrypoints):
    pointers = (deals.POINTER,)
