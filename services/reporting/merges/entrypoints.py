"""Which records of this service name customers."""

from services.reporting.activities import queries as activities
from services.reporting.contacts import queries as contacts
from services.reporting.customers import queries as customers
from services.reporting.deals import queries as deals
from services.reporting.leads import queries as leads
from services.reporting.orders import queries as orders
from services.reporting.requests import queries as requests
from services.reporting.visits import queries as visits
from shared.merged_customers import MergedCustomerEntrypoints


class CustomerMergeEntrypoints(MergedCustomerEntrypoints):
    pointers = (
        activities.POINTER,
        contacts.POINTER,
        customers.POINTER,
        deals.POINTER,
        leads.POINTER,
        orders.POINTER,
        requests.POINTER,
        visits.POINTER,
    )
