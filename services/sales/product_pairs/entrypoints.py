"""Where pairs of products meet the message bus."""

from services.sales.product_pairs import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.product_pairs import ChangeProductPair, DeclareProductPair, ProductPairView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class ProductPairEntrypoints(Entrypoints):
    @rpc
    def declare_product_pair(self, request: Payload) -> Payload:
        form = DeclareProductPair().load(request)
        with self.work() as session:
            return reply(ProductPairView, commands.declare_product_pair(session, self.actor, **form))

    @rpc
    def get_product_pair(self, product_pair_id: str) -> Payload:
        with self.read() as session:
            return reply(ProductPairView, queries.get_product_pair(session, product_pair_id))

    @rpc
    def list_product_pairs(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_product_pairs(session, query)

    @rpc
    def list_product_pair_history(self, product_pair_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_product_pair_history(session, product_pair_id, after)

    @rpc
    def change_product_pair(self, product_pair_id: str, request: Payload) -> Payload:
        form = ChangeProductPair().load(request)
        with self.work() as session:
            return reply(ProductPairView, commands.change_product_pair(session, self.actor, product_pair_id, **form))
