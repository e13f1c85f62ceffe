"""Where the deals that reports know are listed."""

from services.reporting.deals import queries
from shared.contracts.payload import Payload
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class DealEntrypoints(Entrypoints):
    @rpc
    def list_reported_deals(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_deals(session, self.actor, query)
