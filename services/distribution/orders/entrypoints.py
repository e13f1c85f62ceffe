"""Where orders on their way meet the message bus."""

from sqlalchemy.orm import Session

from services.distribution.orders import commands, queries
from shared.actor import Actor
from shared.contracts.distribution.orders import FulfilmentView
from shared.contracts.distribution.stock import AvailabilityView, CheckAvailability
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.orders import OrderConfirmed, OrderReservationRequested, OrderVoidRequested
from shared.entrypoints import Entrypoints
from shared.rpc import handles, rpc


class OrderEntrypoints(Entrypoints):
    @rpc
    def get_order_fulfilment(self, order_id: str) -> Payload:
        with self.read() as session:
            return reply(FulfilmentView, queries.get_order(session, self.actor, order_id))

    @rpc
    def list_dispatch_orders(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_dispatch_orders(session, self.actor, query)

    @rpc
    def list_order_fulfilment_history(self, order_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_order_fulfilment_history(session, self.actor, order_id, after)

    @rpc
    def check_availability(self, request: Payload) -> Payload:
        """For services that ask before there is an order; nothing is held for them."""
        form = CheckAvailability().load(request)
        wanted = {one["item_id"]: one["quantity"] for one in form["wanted"]}
        with self.read() as session:
            short = queries.lacking_for_order(session, form["org_unit_id"], wanted)
            return reply(AvailabilityView, {"short": short})

    @handles(OrderConfirmed)
    def take_confirmed_order(self, session: Session, actor: Actor, event: OrderConfirmed) -> None:
        commands.take_order(session, actor, event)

    @handles(OrderReservationRequested)
    def reserve_order_again(self, session: Session, actor: Actor, event: OrderReservationRequested) -> None:
        commands.try_again_to_reserve(session, actor, event.order_id)

    @handles(OrderVoidRequested)
    def undo_order(self, session: Session, actor: Actor, event: OrderVoidRequested) -> None:
        commands.release_order(session, actor, event.order_id)
