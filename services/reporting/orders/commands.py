"""Keeping the facts about orders as new as the sales service's own; told twice or out of order they end up the same."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Select, Table, delete, insert, select
from sqlalchemy.orm import Session

from services.reporting.orders.model import OrderFact, OrderInvoicing, OrderLineCost, OrderLineFact
from services.reporting.parts.commands import know_path
from services.reporting.parts.queries import superior_on
from services.reporting.segment_checks.commands import note_customer
from services.reporting.shares import commands as shares
from shared.actor import Actor
from shared.contracts.sales.order_costs import OrderCostsKept
from shared.contracts.sales.orders import OrderEvent, OrderShared, OrderShareRevoked, ToldLine
from shared.merged_customers import standing_customer
from shared.visible import noun_of

LineRows, CostRows = cast(Table, OrderLineFact.__table__), cast(Table, OrderLineCost.__table__)
"""Lines are written anew with each telling, without the session's bookkeeping."""


def follow_order(session: Session, actor: Actor, event: OrderEvent, at: datetime) -> None:
    """Take in an order as told at this moment. An older event adds only what no later one tells: when the order was
    entered, and where it stood when it was confirmed.
    """
    order = session.get(OrderFact, event.order_id)
    if order is None:
        order = OrderFact(id=event.order_id, created_at=at, created_by=actor.user_id, ordered_on=at.date())
        order.standing_version = 0
        _take(session, order, event)
        session.add(order)
    elif event.record_version > order.version:
        _take(session, order, event)
    order.created_at = min(order.created_at, at)
    if event.confirmed_at is not None:
        _stand(session, order, event)
    if order.standing_version == 0:
        order.ordered_on = order.created_at.date()
    session.flush()
    note_customer(session, order.customer_id)
    _follow_invoices(session, order, event, at)


def follow_share(session: Session, actor: Actor, event: OrderShared | OrderShareRevoked, at: datetime) -> None:
    """Open the figures of an order to whom it is shared with, or close them again."""
    follow_order(session, actor, event, at)
    shares.follow_share(session, actor, noun_of(OrderFact), event.order_id, event.record_version, event)


def follow_costs(session: Session, event: OrderCostsKept) -> None:
    """Take in what the lines of an order cost. It is told once, before or after anything else about the order."""
    session.execute(delete(CostRows).where(CostRows.c.order_id == event.order_id))
    costs = [
        {"line_id": told["line_id"], "order_id": event.order_id, "cost": Decimal(told["cost"])} for told in event.costs
    ]
    if costs:
        session.execute(insert(CostRows), costs)


def _take(session: Session, order: OrderFact, event: OrderEvent) -> None:
    order.version = event.record_version
    order.number, order.status, order.currency = event.number, event.status, event.currency
    order.owner_id, order.org_unit_id = event.owner_id, event.org_unit_id
    order.customer_id, order.customer_name = standing_customer(session, event.customer_id), event.customer_name
    order.amount, order.invoiced, order.paid = Decimal(event.amount), Decimal(event.invoiced), Decimal(event.paid)
    order.credited = Decimal(event.credited or 0)
    session.execute(
        delete(OrderLineFact).where(OrderLineFact.order_id == order.id).execution_options(synchronize_session=False)
    )
    if event.lines:
        session.connection().execute(insert(LineRows), [_line(event.order_id, line) for line in event.lines])


def _line(order_id: str, line: ToldLine) -> dict[str, Any]:
    return {
        "order_id": order_id,
        "id": line["line_id"],
        "product_id": line["product_id"],
        "name": line["name"],
        "quantity": line["quantity"],
        "amount": Decimal(line["amount"]),
    }


def _stand(session: Session, order: OrderFact, event: OrderEvent) -> None:
    """An order is confirmed once: the oldest event that knows of it tells to whom it belonged then."""
    if order.standing_version and event.record_version >= order.standing_version:
        return
    know_path(session, event.unit_path)
    order.ordered_on = date.fromisoformat(str(event.confirmed_at)[:10])
    order.confirmed_unit_id, order.confirmed_owner_id = event.org_unit_id, event.owner_id
    order.confirmed_unit_path, order.confirmed_superior = event.unit_path or None, superior_on(event.owner_path)
    order.standing_version = event.record_version


def _follow_invoices(session: Session, order: OrderFact, event: OrderEvent, at: datetime) -> None:
    """Note what was invoiced, and what of all that is still to be paid."""
    change = event.changes.get("invoiced")
    if not order.invoiced and change is None:
        return
    known = {one.version: one for one in session.scalars(_invoicings(order.id))}
    if change is not None and event.record_version not in known:
        amount = Decimal(change["after"] or 0) - Decimal(change["before"] or 0)
        told = OrderInvoicing(order_id=order.id, version=event.record_version, invoiced_on=at.date(), amount=amount)
        known[told.version] = told
    untold = known.setdefault(0, OrderInvoicing(order_id=order.id, version=0))
    untold.invoiced_on = order.ordered_on
    untold.amount = order.invoiced - sum((one.amount for version, one in known.items() if version), Decimal(0))
    settle([known[version] for version in sorted(known)], order.paid + order.credited)
    session.add_all(known.values())
    session.flush()


def _invoicings(order_id: str) -> Select[OrderInvoicing]:
    return select(OrderInvoicing).where(OrderInvoicing.order_id == order_id)


def settle(invoicings: Sequence[OrderInvoicing], paid: Decimal) -> None:
    """What was paid, credited or taken back settles the oldest first."""
    left = paid - sum((one.amount for one in invoicings if one.amount < 0), Decimal(0))
    for one in invoicings:
        amount = max(one.amount, Decimal(0))
        settled = min(amount, max(left, Decimal(0)))
        one.open, left = amount - settled, left - settled
