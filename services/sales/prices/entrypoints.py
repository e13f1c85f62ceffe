"""Where prices meet the message bus."""

from services.sales.prices import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.prices import EffectivePriceView, PriceQuery
from shared.contracts.sales.quotations import AddFromPrices, QuotationView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class PriceEntrypoints(Entrypoints):
    @rpc
    def get_price(self, product_id: str, query: Payload) -> Payload:
        form = PriceQuery().load(query)
        with self.read() as session:
            return reply(EffectivePriceView, queries.get_price(session, self.actor, product_id, **form))

    @rpc
    def list_customer_prices(self, customer_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_customer_prices(session, self.actor, customer_id, query)

    @rpc
    def add_to_quotation_from_prices(self, quotation_id: str, request: Payload) -> Payload:
        form = AddFromPrices().load(request)
        with self.work() as session:
            added = commands.add_to_quotation_from_prices(session, self.actor, quotation_id, **form)
            return reply(QuotationView, added)
