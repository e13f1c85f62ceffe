"""Which records of this service are entries of the timelines of customers and of contacts."""

from dataclasses import asdict

from services.sales.activities import queries as activities
from services.sales.contacts import queries as contacts
from services.sales.leads import queries as leads
from services.sales.opportunities import queries as opportunities
from services.sales.orders import queries as orders
from services.sales.quotations import queries as quotations
from services.sales.timeline import queries
from services.sales.visits import queries as visits
from shared.contracts.payload import Payload
from shared.rpc import rpc
from shared.timeline import ContactTimelineEntrypoints, TimelineEntrypoints


class CustomerTimelineEntrypoints(TimelineEntrypoints):
    strands = (
        activities.STRAND,
        contacts.STRAND,
        leads.STRAND,
        opportunities.STRAND,
        quotations.STRAND,
        orders.STRAND,
        visits.STRAND,
    )


class SalesContactTimelineEntrypoints(ContactTimelineEntrypoints):
    contact_strands = (activities.CONTACT_STRAND, opportunities.CONTACT_STRAND, visits.CONTACT_STRAND)

    @rpc
    def get_related(self, contact_id: str) -> Payload:
        """For the gateway, which puts the timeline of a contact together."""
        with self.read() as session:
            return asdict(queries.get_related(session, self.actor, contact_id))
