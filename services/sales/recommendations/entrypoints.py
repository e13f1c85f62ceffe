"""Where recommendations meet the message bus."""

from services.sales.recommendations import queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.recommendations import RecommendedProductsView, RecommendProducts
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class RecommendationEntrypoints(Entrypoints):
    @rpc
    def recommend_products(self, request: Payload) -> Payload:
        form = RecommendProducts().load(request)
        with self.read() as session:
            return reply(RecommendedProductsView, {"data": queries.recommend(session, self.actor, **form)})
