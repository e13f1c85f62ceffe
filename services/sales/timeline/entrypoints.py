"""Which records of this service are entries of a customer's timeline."""

from services.sales.contacts import queries as contacts
from services.sales.leads import queries as leads
from services.sales.opportunities import queries as opportunities
from services.sales.orders import queries as orders
from services.sales.quotations import queries as quotations
from services.sales.visits import queries as visits
from shared.timeline import TimelineEntrypoints


class CustomerTimelineEntrypoints(TimelineEntrypoints):
    strands = (contacts.STRAND, leads.STRAND, opportunities.STRAND, quotations.STRAND, orders.STRAND, visits.STRAND)
