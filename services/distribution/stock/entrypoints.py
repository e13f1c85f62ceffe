"""Where stock meets the message bus."""

from services.distribution.stock import queries
from shared.contracts.distribution.stock import NoParameters, StockInvariantsView, StockMovesView, StockView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class StockEntrypoints(Entrypoints):
    @rpc
    def get_stock(self, stock_id: str) -> Payload:
        with self.read() as session:
            return reply(StockView, queries.get_stock(session, self.actor, stock_id))

    @rpc
    def list_stock(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_stock(session, self.actor, query)

    @rpc
    def list_stock_history(self, stock_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_stock_history(session, self.actor, stock_id, after)

    @rpc
    def list_stock_moves(self, stock_id: str) -> Payload:
        with self.read() as session:
            return reply(StockMovesView, {"data": queries.list_stock_moves(session, self.actor, stock_id)})

    @rpc
    def list_stock_invariants(self, query: Payload) -> Payload:
        NoParameters().load(query)
        with self.read() as session:
            return reply(StockInvariantsView, {"data": queries.list_broken_invariants(session, self.actor)})
