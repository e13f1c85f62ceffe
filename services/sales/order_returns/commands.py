"""Recording what a customer sent back of an order, and voiding what was recorded by mistake."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.order_returns import queries, rules
from services.sales.order_returns.model import OrderReturn, OrderReturnLine
from services.sales.orders.commands.returning import hold_standing_order, tell_of_return
from services.sales.orders.queries import Order, pieces_shipped, worth_of_pieces
from shared.actor import Actor
from shared.contracts.fields import money_text
from shared.contracts.payload import Payload
from shared.contracts.sales import order_returns as contract
from shared.ids import new_id
from shared.persistence.numbering import next_number

NUMBERS = "RT"


def record_return(session: Session, actor: Actor, order_id: str, lines: list[Payload], reason: str) -> OrderReturn:
    """Say that these pieces are back. The order is held: of two returns at once the second counts the first.

    Raises `OrderCannotDoThis` for an order that does not stand, `LineIsNotOfThisOrder` and `MoreReturnedThanShipped`.
    """
    order = hold_standing_order(session, actor, order_id)
    rules.ensure_room(queries.count_returns(session, order), contract.MOST_RETURNS)
    pieces = {line["line_id"]: line["quantity"] for line in lines}
    before = queries.pieces_returned(session, order)
    rules.ensure_returnable(pieces, pieces_shipped(session, order), before)
    made = OrderReturn(id=new_id(), order_id=order.id, reason=reason.strip(), author_id=actor.user_id)
    made.lines = _priced(order, pieces, before)
    made.amount = sum((line.amount for line in made.lines), start=worth_of_pieces(order, {}))
    made.number = next_number(session, NUMBERS, order.org_unit_id)
    session.add(made)
    session.flush()
    _tell(session, actor, order, made, contract.OrderReturned, made.reason)
    return made


def void_return(session: Session, actor: Actor, order_id: str, return_id: str, reason: str) -> OrderReturn:
    """Say that the return was recorded by mistake: its pieces are with the customer. Raises `ReturnIsVoided`."""
    order = hold_standing_order(session, actor, order_id)
    made = queries.get_return_of(session, order, return_id)
    made.void(reason.strip())
    session.flush()
    _tell(session, actor, order, made, contract.OrderReturnVoided, reason.strip())
    return made


def _priced(order: Order, pieces: dict[str, int], before: dict[str, int]) -> list[OrderReturnLine]:
    """Each as what the line's pieces that are back are worth now above what they were before: so the amounts of
    returns that come to a whole line come to exactly its amount.
    """
    made: list[OrderReturnLine] = []
    for line in order.lines:
        quantity, back = pieces.get(line.id, 0), before.get(line.id, 0)
        if quantity:
            worth = worth_of_pieces(order, {line.id: back + quantity}) - worth_of_pieces(order, {line.id: back})
            made.append(
                OrderReturnLine(
                    position=len(made) + 1,
                    line_id=line.id,
                    product_id=line.product_id,
                    code=line.code,
                    name=line.name,
                    quantity=quantity,
                    amount=worth,
                )
            )
    return made


def _tell(
    session: Session,
    actor: Actor,
    order: Order,
    made: OrderReturn,
    event: type[contract.OrderReturnEvent],
    reason: str,
) -> None:
    said: dict[str, Any] = {
        "return_id": made.id,
        "return_number": made.number,
        "return_reason": reason,
        "returned_amount": money_text(made.amount),
        "returned_lines": [
            contract.ToldReturnLine(
                line_id=line.line_id, product_id=line.product_id, quantity=line.quantity, amount=money_text(line.amount)
            )
            for line in made.lines
        ],
    }
    facts = {
        "return_number": made.number,
        "return_status": str(made.status),
        "return_reason": reason,
        "returned": [f"{line.quantity} × {line.code}" for line in made.lines],
    }
    tell_of_return(session, actor, order, event, facts, said)
