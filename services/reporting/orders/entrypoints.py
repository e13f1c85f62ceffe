"""Where the facts about orders meet the message bus."""

from sqlalchemy.orm import Session

from services.reporting.orders import commands
from shared.actor import Actor
from shared.bus.envelope import told_at
from shared.contracts.sales.order_costs import OrderCostsKept
from shared.contracts.sales.orders import (
    OrderChanged,
    OrderConfirmed,
    OrderCreated,
    OrderFulfilled,
    OrderProgressed,
    OrderReservationRequested,
    OrderShared,
    OrderShareRevoked,
    OrderVoided,
    OrderVoidRefused,
    OrderVoidRequested,
)
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class OrderFactEntrypoints(Entrypoints):
    @handles(OrderCreated)
    def follow_order_created(self, session: Session, actor: Actor, event: OrderCreated) -> None:
        commands.follow_order(session, actor, event, told_at())

    @handles(OrderChanged)
    def follow_order_changed(self, session: Session, actor: Actor, event: OrderChanged) -> None:
        commands.follow_order(session, actor, event, told_at())

    @handles(OrderConfirmed)
    def follow_order_confirmed(self, session: Session, actor: Actor, event: OrderConfirmed) -> None:
        commands.follow_order(session, actor, event, told_at())

    @handles(OrderCostsKept)
    def follow_order_costs_kept(self, session: Session, actor: Actor, event: OrderCostsKept) -> None:
        commands.follow_costs(session, event)

    @handles(OrderReservationRequested)
    def follow_order_tried_again(self, session: Session, actor: Actor, event: OrderReservationRequested) -> None:
        commands.follow_order(session, actor, event, told_at())

    @handles(OrderProgressed)
    def follow_order_progressed(self, session: Session, actor: Actor, event: OrderProgressed) -> None:
        commands.follow_order(session, actor, event, told_at())

    @handles(OrderFulfilled)
    def follow_order_fulfilled(self, session: Session, actor: Actor, event: OrderFulfilled) -> None:
        commands.follow_order(session, actor, event, told_at())

    @handles(OrderVoidRequested)
    def follow_order_void_requested(self, session: Session, actor: Actor, event: OrderVoidRequested) -> None:
        commands.follow_order(session, actor, event, told_at())

    @handles(OrderVoidRefused)
    def follow_order_void_refused(self, session: Session, actor: Actor, event: OrderVoidRefused) -> None:
        commands.follow_order(session, actor, event, told_at())

    @handles(OrderVoided)
    def follow_order_voided(self, session: Session, actor: Actor, event: OrderVoided) -> None:
        commands.follow_order(session, actor, event, told_at())

    @handles(OrderShared)
    def follow_order_shared(self, session: Session, actor: Actor, event: OrderShared) -> None:
        commands.follow_share(session, actor, event, told_at())

    @handles(OrderShareRevoked)
    def follow_order_share_revoked(self, session: Session, actor: Actor, event: OrderShareRevoked) -> None:
        commands.follow_share(session, actor, event, told_at())
