"""Which records of this service are entries of a customer's timeline."""

from services.distribution.invoices import queries as invoices
from services.distribution.orders import queries as orders
from services.distribution.payments import queries as payments
from services.distribution.shipments import queries as shipments
from shared.timeline import TimelineEntrypoints


class CustomerTimelineEntrypoints(TimelineEntrypoints):
    strands = (orders.STRAND, shipments.STRAND, invoices.STRAND, payments.STRAND)
