"""Which records of this service name customers."""

from services.distribution.credit_notes import queries as credit_notes
from services.distribution.inbound_returns import queries as inbound_returns
from services.distribution.invoices import queries as invoices
from services.distribution.orders import queries as orders
from services.distribution.payments import queries as payments
from services.distribution.shipments import queries as shipments
from shared.merged_customers import MergedCustomerEntrypoints


class CustomerMergeEntrypoints(MergedCustomerEntrypoints):
    pointers = (
        credit_notes.POINTER,
        inbound_returns.POINTER,
        invoices.POINTER,
        orders.POINTER,
        payments.POINTER,
        shipments.POINTER,
    )
