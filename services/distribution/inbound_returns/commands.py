"""Changing inbound returns. One function, one business decision, one event."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.distribution.inbound_returns.model import InboundReturn
from services.distribution.inbound_returns.queries import get_return_for_change, hold_return
from services.distribution.orders.commands.returning import count_goods_back, count_goods_back_no_longer
from services.distribution.orders.queries import get_order_behind
from services.distribution.stock.commands import Cause, Move, MoveKind, StockShort, move_stock
from services.distribution.warehouses.queries import get_warehouse_for_moves, place_of
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.distribution import inbound_returns as contract
from shared.contracts.events import Changes, changes
from shared.contracts.payload import Payload
from shared.contracts.sales.order_returns import OrderReturned, OrderReturnVoided
from shared.persistence.numbering import next_number

SERIES = "IR"
CAUSE = "return"


def await_return(session: Session, actor: Actor, event: OrderReturned) -> None:
    """Look out for what a customer sends back, where it was sent from; a return that is known is left as it is."""
    if hold_return(session, event.return_id) is not None:
        return
    order = get_order_behind(session, event.order_id)
    items = {line.line_id: line.item_id for line in order.lines}
    awaited = InboundReturn(
        id=event.return_id,
        number=next_number(session, SERIES, order.org_unit_id),
        return_number=event.return_number,
        order_id=order.id,
        order_number=order.number,
        customer_id=order.customer_id,
        warehouse_id=order.warehouse_id,
        reason=event.return_reason,
        owner_id=order.owner_id,
        org_unit_id=order.org_unit_id,
        created_by=actor.user_id,
    )
    awaited.write_lines((told["line_id"], items[told["line_id"]], told["quantity"]) for told in event.returned_lines)
    session.add(awaited)
    session.flush()
    announce(session, actor, awaited, contract.InboundReturnAwaited(**_told(awaited, changes({}, _facts(awaited)))))


def receive_return(
    session: Session, actor: Actor, return_id: str, lines: Sequence[Payload] | None = None, note: str | None = None
) -> InboundReturn:
    """Say what of it is there: the good pieces lie on stock from now on, the scrapped ones are told only.

    Raises `MoreReceivedThanAwaited`, and `MoreBackThanShipped` where a shipment of the order was voided meanwhile.
    """
    back = get_return_for_change(session, actor, return_id)
    before = _facts(back)
    told = {line["line_id"]: (line["good"], line["scrapped"]) for line in lines or ()}
    back.receive(back.all_good if lines is None else told, note)
    order = get_order_behind(session, back.order_id)
    count_goods_back(session, actor, order, back.id, back.number, back.pieces_back)
    warehouse = get_warehouse_for_moves(session, actor, back.warehouse_id)
    cause = Cause(CAUSE, back.id, back.reason)
    move_stock(session, actor, cause, _moves(back, MoveKind.RETURN, +1), opens=place_of(warehouse))
    announce(session, actor, back, contract.InboundReturnReceived(**_told(back, changes(before, _facts(back)))))
    return back


def follow_voided_return(session: Session, actor: Actor, event: OrderReturnVoided) -> None:
    """Wait no longer for what was never sent back. What was received for it leaves the stock again, unless it is
    promised or gone by now: then the receipt stands, disputed.
    """
    back = hold_return(session, event.return_id)
    if back is None or not (back.is_awaited or back.is_received):
        return
    before, reason = _facts(back), event.return_reason
    try:
        _take_off(session, actor, back, reason)
    except StockShort:
        back.dispute(reason)
        told = _told(back, changes(before, _facts(back)))
        announce(session, actor, back, contract.InboundReturnDisputed(**told, reason=reason))
        return
    back.cancel(reason)
    told = _told(back, changes(before, _facts(back)))
    announce(session, actor, back, contract.InboundReturnCancelled(**told, reason=reason))


def reverse_return(session: Session, actor: Actor, return_id: str, reason: str) -> InboundReturn:
    """Settle a disputed receipt: what went on stock leaves it, now that it lies there free. Raises `StockShort`."""
    back = get_return_for_change(session, actor, return_id)
    before = _facts(back)
    back.reverse()
    get_warehouse_for_moves(session, actor, back.warehouse_id)
    _take_off(session, actor, back, reason)
    told = _told(back, changes(before, _facts(back)))
    announce(session, actor, back, contract.InboundReturnCancelled(**told, reason=reason))
    return back


def _take_off(session: Session, actor: Actor, back: InboundReturn, reason: str) -> None:
    """The order first, as everywhere: whoever locks both never waits for whoever has locked the stock."""
    order = get_order_behind(session, back.order_id)
    move_stock(session, actor, Cause(CAUSE, back.id, reason), _moves(back, MoveKind.REVERSAL, -1))
    count_goods_back_no_longer(session, actor, order, back.id, back.number, back.pieces_back)


def _moves(back: InboundReturn, kind: MoveKind, sign: int) -> list[Move]:
    return [
        Move(back.warehouse_id, line.item_id, kind, line.line_id, physical=sign * line.good)
        for line in back.lines
        if line.good
    ]


def _facts(back: InboundReturn) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "order_id": back.order_id,
        "number": back.number,
        "return_number": back.return_number,
        "status": str(back.status),
        "warehouse_id": back.warehouse_id,
        "owner_id": back.owner_id,
        "org_unit_id": back.org_unit_id,
    }


def _told(back: InboundReturn, changed: Changes) -> dict[str, Any]:
    """What every event about this return says."""
    lines = [
        contract.ToldReturnedLine(
            line_id=line.line_id,
            item_id=line.item_id,
            quantity=line.quantity,
            good=line.good,
            scrapped=line.scrapped,
        )
        for line in back.lines
    ]
    return {"inbound_return_id": back.id, **_facts(back), "lines": lines, "changes": changed}
