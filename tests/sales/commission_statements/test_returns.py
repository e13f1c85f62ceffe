"""What returns of goods take back of commissions, through the handlers: in whatever order payments are told."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from shared.bus.envelope import Envelope, current_envelope
from shared.contracts.distribution import fulfilment as told
from shared.contracts.sales.order_returns import OrderReturned, OrderReturnVoided
from shared.ids import new_id
from shared.persistence.database import Database
from tests.sales.branches import Branches, open_branches
from tests.sales.commission_statements.test_books import (
    defined,
    hear,
    lines,
    ordered,
    paid,
    statements,
    taken_back,
)
from tests.sales.orders.test_orders import answer

HANDLERS = {
    "returned": ("take_back_returned", OrderReturned),
    "return_voided": ("give_back_returned", OrderReturnVoided),
}


def shipped(branches: Branches, **order: Any) -> dict[str, Any]:
    """A confirmed order of three pieces at 1000, all of which left."""
    made = ordered(branches, **order)
    branches.call("nils", "confirm_order", order_id=made["id"], request={})
    pieces = [told.FulfilledLine(line_id=made["lines"][0]["id"], quantity=3)]
    answer(branches, told.GoodsShipped(made["id"], new_id(), "SH-1", pieces))
    return made


def send_back(branches: Branches, order: dict[str, Any], quantity: int) -> dict[str, Any]:
    body = {"lines": [{"line_id": order["lines"][0]["id"], "quantity": quantity}], "reason": "Cracked"}
    made: dict[str, Any] = branches.call("nils", "record_order_return", order_id=order["id"], request=body)
    tell(branches, order)
    return made


def void(branches: Branches, order: dict[str, Any], made: dict[str, Any]) -> None:
    request = {"reason": "Typo"}
    branches.call("nils", "void_order_return", order_id=order["id"], return_id=made["id"], request=request)
    tell(branches, order)


def tell(branches: Branches, order: dict[str, Any]) -> None:
    """Have the latest event of the order handled, as the bus does; twice, as it may."""
    event = branches.events(order["id"])[-1]
    handler, kind = HANDLERS[event.type.split(".")[3]]
    when = datetime.now(UTC).isoformat()
    envelope = Envelope(new_id(), "sales", event.type, order["id"], 1, 1, when, None, new_id(), "", None, None, {})
    for _ in range(2):
        token = current_envelope.set(envelope)
        try:
            branches.hear(handler, kind(**event.data))
        finally:
            current_envelope.reset(token)


def total(branches: Branches) -> Decimal:
    told = statements(branches)
    for statement in told:
        lines(branches, statement)
    return sum((Decimal(statement["amount"]) for statement in told), Decimal(0))


def test_a_return_takes_back_its_part_and_the_last_one_exactly_the_rest(branches: Branches) -> None:
    """3000 earn 50 below 1000 and 200 above; a third of each line goes with each piece, to the cent."""
    defined(branches)
    order = shipped(branches)
    hear(branches, paid(order, "3000"), 1)
    made = send_back(branches, order, 1)
    [statement] = statements(branches)
    rows = lines(branches, statement)[2:]
    assert [(row["kind"], row["source_kind"], row["source_id"], row["amount"], row["basis"]) for row in rows] == [
        ("returned", "return", made["id"], "-16.67", "-333.3333"),
        ("returned", "return", made["id"], "-66.67", "-666.6667"),
    ]
    assert {row["source_number"] for row in rows} == {made["number"]}
    again = send_back(branches, order, 2)
    [statement] = statements(branches)
    assert [(row["source_id"], row["amount"]) for row in lines(branches, statement)[4:]] == [
        (again["id"], "-33.33"),
        (again["id"], "-133.33"),
    ]
    assert statement["amount"] == "0.00"
    void(branches, order, again)
    assert total(branches) == Decimal("166.66")


def test_what_is_still_owed_for_goods_that_were_kept_goes_on_earning(branches: Branches) -> None:
    defined(branches)
    order = shipped(branches)
    hear(branches, paid(order, "1500"), 1)
    send_back(branches, order, 1)
    assert total(branches) == 100
    hear(branches, paid(order, "500"), 2)
    assert total(branches) == 150
    hear(branches, paid(order, "1000"), 3)
    assert Decimal("166.65") <= total(branches) <= Decimal("166.67")


def test_a_refund_after_a_return_takes_back_nothing_twice(branches: Branches) -> None:
    """The payment is taken back whole, and what was kept is paid anew."""
    defined(branches)
    order = shipped(branches)
    payment = paid(order, "3000")
    hear(branches, payment, 1)
    send_back(branches, order, 1)
    hear(branches, taken_back(payment), 2)
    assert total(branches) == 0
    hear(branches, paid(order, "2000"), 3)
    assert total(branches) == 150


def test_goods_that_come_back_take_back_what_their_leaving_earned(branches: Branches) -> None:
    defined(branches, basis="shipped")
    order = shipped(branches)
    pieces = [told.FulfilledLine(line_id=order["lines"][0]["id"], quantity=3)]
    shipment = new_id()
    hear(branches, told.GoodsShipped(order["id"], shipment, "SH-1", pieces), 1)
    send_back(branches, order, 1)
    assert total(branches) == Decimal("166.66")
    hear(branches, told.ShipmentVoided(order["id"], shipment, "SH-1", pieces), 2)
    assert total(branches) == 0


def test_each_who_shares_loses_a_part_and_the_whole_comes_back(branches: Branches) -> None:
    nina = branches.people["nina"].user_id
    shares = [{"person_id": None, "percent": "66.6667"}, {"person_id": nina, "percent": "33.3333"}]
    defined(branches, shares=shares)
    order = shipped(branches)
    hear(branches, paid(order, "0.70"), 1)
    hear(branches, paid(order, "2999.30"), 2)
    for _ in range(3):
        send_back(branches, order, 1)
    assert {row["owner"]["login"]: row["amount"] for row in statements(branches)} == {"nils": "0.00", "nina": "0.00"}


@pytest.mark.parametrize("turn", list(permutations(range(4))), ids=str)
def test_returns_come_to_the_same_in_whatever_order_documents_are_told(
    database_url: str, turn: tuple[int, ...]
) -> None:
    database = Database(database_url)
    branches = open_branches(database)
    defined(branches)
    order = shipped(branches)
    first, second = paid(order, "1000"), paid(order, "2000")
    steps: list[Callable[[], Any]] = [
        lambda: hear(branches, first, 1),
        lambda: hear(branches, second, 2),
        lambda: send_back(branches, order, 1),
        lambda: hear(branches, taken_back(first), 3),
    ]
    for number in turn:
        steps[number]()
    assert total(branches) == 200, "2000 are paid for the two pieces that were kept, all above 1000"
    database.close()
