"""Which records of this service name customers."""

from services.marketing.members import queries as members
from shared.merged_customers import MergedCustomerEntrypoints


class CustomerMergeEntrypoints(MergedCustomerEntrypoints):
    pointers = (members.POINTER,)
