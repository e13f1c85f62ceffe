"""Which records of this service name customers."""

from services.service_desk.agreements import queries as agreements
from services.service_desk.requests import queries as requests
from shared.merged_customers import MergedCustomerEntrypoints


class CustomerMergeEntrypoints(MergedCustomerEntrypoints):
    pointers = (
        agreements.POINTER,
        requests.POINTER,
    )
