"""Where the facts for other programs meet the message bus."""

from services.reporting.deal_facts import queries
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.deal_facts import DealFactsQuery, DealFactsView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class DealFactEntrypoints(Entrypoints):
    @rpc
    def get_deal_facts(self, query: Payload) -> Payload:
        form = DealFactsQuery().load(query)
        form.pop("format", None)
        with self.read() as session:
            return reply(DealFactsView, queries.get_deal_facts(session, self.actor, **form))
