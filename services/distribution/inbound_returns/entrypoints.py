"""Where inbound returns meet the message bus."""

from sqlalchemy.orm import Session

from services.distribution.inbound_returns import commands, queries
from shared.actor import Actor
from shared.contracts.distribution.inbound_returns import InboundReturnView, ReceiveInboundReturn
from shared.contracts.fields import ReasonBody
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.order_returns import OrderReturned, OrderReturnVoided
from shared.entrypoints import Entrypoints
from shared.rpc import handles, rpc


class InboundReturnEntrypoints(Entrypoints):
    @rpc
    def get_inbound_return(self, return_id: str) -> Payload:
        with self.read() as session:
            return reply(InboundReturnView, queries.get_inbound_return(session, self.actor, return_id))

    @rpc
    def list_inbound_returns(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_inbound_returns(session, self.actor, query)

    @rpc
    def list_order_inbound_returns(self, order_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_order_inbound_returns(session, self.actor, order_id, query)

    @rpc
    def list_inbound_return_history(self, return_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_inbound_return_history(session, self.actor, return_id, after)

    @rpc
    def receive_inbound_return(self, return_id: str, request: Payload) -> Payload:
        form = ReceiveInboundReturn().load(request)
        with self.work() as session:
            return reply(InboundReturnView, commands.receive_return(session, self.actor, return_id, **form))

    @rpc
    def reverse_inbound_return(self, return_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(InboundReturnView, commands.reverse_return(session, self.actor, return_id, **form))

    @handles(OrderReturned)
    def await_returned_goods(self, session: Session, actor: Actor, event: OrderReturned) -> None:
        commands.await_return(session, actor, event)

    @handles(OrderReturnVoided)
    def await_returned_goods_no_longer(self, session: Session, actor: Actor, event: OrderReturnVoided) -> None:
        commands.follow_voided_return(session, actor, event)
