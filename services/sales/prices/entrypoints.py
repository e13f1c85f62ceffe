"""Where prices meet the message bus."""

from services.sales.prices import queries
from shared.contracts.payload import Payload
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class PriceEntrypoints(Entrypoints):
    @rpc
    def list_customer_prices(self, customer_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_customer_prices(session, self.actor, customer_id, query)
