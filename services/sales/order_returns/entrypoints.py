"""Where returns of orders meet the message bus."""

from services.sales.order_returns import commands, queries
from shared.contracts.newest import NewestQuery
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.order_returns import OrderReturnsView, OrderReturnView, RecordReturn, VoidReturn
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class OrderReturnEntrypoints(Entrypoints):
    @rpc
    def record_order_return(self, order_id: str, request: Payload) -> Payload:
        form = RecordReturn().load(request)
        with self.work() as session:
            return reply(OrderReturnView, commands.record_return(session, self.actor, order_id, **form))

    @rpc
    def list_order_returns(self, order_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            return reply(OrderReturnsView, queries.list_order_returns(session, self.actor, order_id, **form))

    @rpc
    def void_order_return(self, order_id: str, return_id: str, request: Payload) -> Payload:
        form = VoidReturn().load(request)
        with self.work() as session:
            return reply(OrderReturnView, commands.void_return(session, self.actor, order_id, return_id, **form))
