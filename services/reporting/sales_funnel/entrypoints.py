"""Where the report meets the message bus."""

from services.reporting.sales_funnel import queries
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.sales_funnel import SalesFunnelQuery, SalesFunnelView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class SalesFunnelEntrypoints(Entrypoints):
    @rpc
    def get_sales_funnel(self, query: Payload) -> Payload:
        form = SalesFunnelQuery().load(query)
        with self.read() as session:
            return reply(SalesFunnelView, queries.get_sales_funnel(session, self.actor, **form))
