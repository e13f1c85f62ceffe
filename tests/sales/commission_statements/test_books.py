"""The books of commissions through the handlers: whatever order distribution's documents are heard in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from shared.bus.envelope import Envelope, current_envelope
from shared.clock import today
from shared.contracts.distribution import fulfilment as told
from shared.contracts.events import Event
from shared.errors import NotFound
from shared.ids import new_id
from shared.persistence.database import Database
from tests.sales.branches import Branches, open_branches

HANDLERS: dict[type[Event], str] = {
    told.PaymentPosted: "credit_payment",
    told.PaymentReversed: "take_back_payment",
    told.GoodsShipped: "credit_shipment",
    told.ShipmentVoided: "take_back_shipment",
}
TIERS = [{"above": "0", "percent": "5"}, {"above": "1000", "percent": "10"}]


def hear(branches: Branches, event: Event, position: int, at: datetime | None = None) -> None:
    """Have it handled as the event at this place of distribution's log."""
    subject, when = event.data()["order_id"], (at or datetime.now(UTC)).isoformat()
    envelope = Envelope(
        new_id(),
        "distribution",
        event.wire_type(),
        subject,
        position,
        position,
        when,
        None,
        new_id(),
        "",
        None,
        None,
        {},
    )
    token = current_envelope.set(envelope)
    try:
        branches.hear(HANDLERS[type(event)], event)
    finally:
        current_envelope.reset(token)


def defined(branches: Branches, **more: Any) -> dict[str, Any]:
    request = {
        "name": "Field sales",
        "basis": "paid",
        "period": "month",
        "currency": "USD",
        "person_ids": [] if "unit_id" in more else [branches.people["nils"].user_id],
        "starts_on": today().isoformat(),
        "tiers": TIERS,
        **more,
    }
    plan: dict[str, Any] = branches.call("helen", "define_commission_plan", request=request)
    return plan


def ordered(branches: Branches, who: str = "nils", price: str = "1000") -> dict[str, Any]:
    code = f"C-{new_id()[-12:]}"
    product = branches.call("helen", "create_product", request={"code": code, "name": "Quern", "list_price": price})
    customer = branches.call(who, "create_customer", request={"name": f"Mill {new_id()}"})
    request = {"customer_id": customer["id"], "lines": [{"product_id": product["id"], "quantity": 3}]}
    order: dict[str, Any] = branches.call(who, "create_order", request=request)
    return order


def statements(branches: Branches, who: str = "helen") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = branches.call(who, "list_commission_statements", query={})["data"]
    return found


def lines(branches: Branches, statement: dict[str, Any], who: str = "helen") -> list[dict[str, Any]]:
    rows = branches.call(who, "list_commission_lines", statement_id=statement["id"], query={})["data"]
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal(statement["amount"])
    found: list[dict[str, Any]] = rows
    return found


def paid(order: dict[str, Any], amount: str, payment_id: str | None = None) -> told.PaymentPosted:
    return told.PaymentPosted(order["id"], payment_id or new_id(), amount, "USD", number="PM-1")


def taken_back(payment: told.PaymentPosted) -> told.PaymentReversed:
    return told.PaymentReversed(payment.order_id, payment.payment_id, payment.amount, reversal_number="PM-2")


def test_payments_earn_by_tier_and_what_is_taken_back_is_what_was_earned(branches: Branches) -> None:
    plan, order = defined(branches), ordered(branches)
    first, second = paid(order, "800"), paid(order, "600")
    hear(branches, first, 1)
    hear(branches, second, 2)
    hear(branches, second, 2)
    [statement] = statements(branches, "nils")
    assert (statement["amount"], statement["currency"], statement["plan"]["id"]) == ("90.00", "USD", plan["id"])
    rows = lines(branches, statement, "nils")
    assert [(row["tier"], row["percent"], row["basis"], row["amount"]) for row in rows] == [
        (1, "5.00", "800.00", "40.00"),
        (1, "5.00", "200.00", "10.00"),
        (2, "10.00", "400.00", "40.00"),
    ]
    assert {(row["source_kind"], row["source_number"], row["order_number"]) for row in rows} == {
        ("payment", "PM-1", order["number"])
    }
    hear(branches, taken_back(second), 3)
    hear(branches, taken_back(second), 4)
    [statement] = statements(branches, "nils")
    earned, back = lines(branches, statement)[:3], lines(branches, statement)[3:]
    assert statement["amount"] == "40.00"
    assert [(row["kind"], row["amount"], row["reverses_id"], row["source_number"]) for row in back] == [
        ("reversed", "-10.00", earned[1]["id"], "PM-2"),
        ("reversed", "-40.00", earned[2]["id"], "PM-2"),
    ]
    assert branches.told(statement["id"]) == ["entered"] * 3


def scene(branches: Branches) -> tuple[dict[str, Any], list[tuple[Event, int]]]:
    """Two orders of one seller, three payments that cross a tier, and the first of them taken back before the last."""
    one, other = ordered(branches), ordered(branches)
    first, second, third = paid(one, "900"), paid(other, "900"), paid(one, "500")
    return one, [(first, 1), (second, 2), (taken_back(first), 3), (third, 4)]


@pytest.mark.parametrize("turn", list(permutations(range(4))), ids=str)
def test_the_books_come_to_the_same_in_whatever_order_they_are_told(database_url: str, turn: tuple[int, ...]) -> None:
    """45 of the first; 5 and 80 of the second; the first 45 taken back; 5 and 40 of the third, above 900."""
    database = Database(database_url)
    branches = open_branches(database)
    defined(branches)
    _, events = scene(branches)
    for number in turn:
        hear(branches, *events[number])
    [statement] = statements(branches)
    rows = lines(branches, statement)
    assert statement["amount"] == "130.00"
    undone = {row["reverses_id"]: Decimal(row["amount"]) for row in rows if row["reverses_id"]}
    earned = {row["id"]: Decimal(row["amount"]) for row in rows if row["kind"] == "earned"}
    assert all(earned[line] + amount == 0 for line, amount in undone.items())
    standing = sorted(amount for line, amount in earned.items() if line not in undone)
    assert standing == [Decimal(5), Decimal(5), Decimal(40), Decimal(80)]
    database.close()


def test_shares_sum_to_the_whole_and_an_order_may_be_split_otherwise(branches: Branches) -> None:
    nils, nina = (branches.people[login].user_id for login in ("nils", "nina"))
    shares = [{"person_id": None, "percent": "66.6667"}, {"person_id": nina, "percent": "33.3333"}]
    defined(branches, shares=shares)
    order, split = ordered(branches), ordered(branches)
    hear(branches, paid(order, "0.70"), 1)
    amounts = {one["owner"]["login"]: one["amount"] for one in statements(branches)}
    assert amounts == {"nils": "0.03", "nina": "0.01"}
    parts = [{"person_id": nina, "percent": "75"}, {"person_id": nils, "percent": "25"}]
    branches.call("nora", "set_commission_split", request={"order_id": split["id"], "shares": parts})
    hear(branches, paid(split, "100"), 2)
    amounts = {one["owner"]["login"]: one["amount"] for one in statements(branches)}
    assert amounts == {"nils": "1.28", "nina": "3.76"}
    [own] = statements(branches, "nina")
    assert own["owner"]["login"] == "nina"


def test_goods_that_leave_earn_their_part_of_the_order_until_they_are_back(branches: Branches) -> None:
    defined(branches, basis="shipped", unit_id=branches.units["HQ"])
    order = ordered(branches)
    pieces = [told.FulfilledLine(line_id=order["lines"][0]["id"], quantity=2)]
    shipment = new_id()
    hear(branches, told.GoodsShipped(order["id"], shipment, "SH-1", pieces), 1)
    hear(branches, paid(order, "500"), 2)
    [statement] = statements(branches)
    assert statement["amount"] == "150.00"
    hear(branches, told.ShipmentVoided(order["id"], shipment, "SH-1", pieces), 3)
    [statement] = statements(branches)
    assert (statement["amount"], len(lines(branches, statement))) == ("0.00", 4)
    assert {row["source_id"] for row in lines(branches, statement)} == {shipment}


def test_what_is_taken_back_later_stands_in_the_period_in_which_it_was(branches: Branches) -> None:
    defined(branches)
    payment = paid(ordered(branches), "100")
    hear(branches, payment, 1)
    later = datetime.now(UTC) + timedelta(days=40)
    hear(branches, taken_back(payment), 2, later)
    amounts = {one["starts_on"]: one["amount"] for one in statements(branches)}
    first, then = (day.replace(day=1).isoformat() for day in (today(), later.date()))
    assert amounts == {first: "5.00", then: "-5.00"}


@pytest.mark.parametrize(
    "unpaid",
    [
        lambda branches: defined(branches, currency="EUR"),
        lambda branches: defined(branches, person_ids=[branches.people["nina"].user_id]),
        lambda branches: defined(branches, unit_id=branches.units["SOUTH"]),
        lambda branches: defined(branches, starts_on=(today() + timedelta(days=9)).isoformat()),
    ],
)
def test_a_plan_pays_nothing_of_what_it_is_not_for(branches: Branches, unpaid: Callable[[Branches], Any]) -> None:
    unpaid(branches)
    hear(branches, paid(ordered(branches), "100"), 1)
    assert statements(branches) == []


def test_a_seller_reads_only_their_own_statement(branches: Branches) -> None:
    defined(branches)
    hear(branches, paid(ordered(branches), "100"), 1)
    [statement] = statements(branches, "nora")
    for stranger in ("nina", "sara"):
        assert statements(branches, stranger) == []
        with pytest.raises(NotFound):
            branches.call(stranger, "get_commission_statement", statement_id=statement["id"])
        with pytest.raises(NotFound):
            branches.call(stranger, "list_commission_lines", statement_id=statement["id"], query={})
