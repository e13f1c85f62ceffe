"""Orders through the door: from a won deal once, and on through distribution's answers."""

import itertools
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from services.sales.orders import rules
from services.sales.products.rules import ProductIsNotOffered
from shared.bus.envelope import Envelope, current_envelope
from shared.contracts.distribution import fulfilment as told
from shared.contracts.events import Event
from shared.door import AlreadyExists
from shared.errors import Malformed, NotFound, Refusal
from shared.ids import new_id
from shared.persistence.database import Database
from tests.sales.branches import Branches, open_branches

HANDLERS: dict[type[Event], str] = {
    told.GoodsReserved: "note_goods_reserved",
    told.ReservationRefused: "note_reservation_refused",
    told.ReservationReleased: "note_reservation_released",
    told.ReleaseRefused: "note_release_refused",
    told.GoodsShipped: "note_goods_shipped",
    told.ShipmentVoided: "note_shipment_voided",
    told.InvoiceIssued: "note_invoice_issued",
    told.InvoiceVoided: "note_invoice_voided",
    told.PaymentPosted: "note_payment_posted",
    told.PaymentReversed: "note_payment_reversed",
}
positions = itertools.count(1)


def envelope(event: Event) -> Envelope:
    position, at = next(positions), datetime.now(UTC).isoformat()
    subject = event.data()["order_id"]
    return Envelope(
        new_id(), "distribution", event.wire_type(), subject, position, position, at, None, new_id(), "", None, None, {}
    )


def answer(branches: Branches, event: Event, heard: Envelope | None = None) -> None:
    token = current_envelope.set(heard or envelope(event))
    try:
        branches.hear(HANDLERS[type(event)], event)
    finally:
        current_envelope.reset(token)


@pytest.fixture
def product(branches: Branches) -> dict[str, Any]:
    return make_product(branches)


def make_product(branches: Branches) -> dict[str, Any]:
    request = {"code": "GTX", "name": "GTX Pro", "list_price": "50.25"}
    made: dict[str, Any] = branches.call("helen", "create_product", request=request)
    return made


def won_deal(branches: Branches, who: str = "nils") -> dict[str, Any]:
    customer = branches.call(who, "create_customer", request={"name": f"Acme {new_id()}"})
    request = {"name": "Rebuild", "amount": "201.00", "customer_id": customer["id"]}
    deal = branches.call(who, "open_opportunity", request=request)
    won: dict[str, Any] = branches.call(who, "win_opportunity", opportunity_id=deal["id"], request={})
    return won


def make_order(branches: Branches, deal: dict[str, Any], product: dict[str, Any], **more: Any) -> dict[str, Any]:
    request = {"lines": [{"product_id": product["id"], "quantity": 4}], **more}
    made: dict[str, Any] = branches.call("nils", "order_opportunity", opportunity_id=deal["id"], request=request)
    return made


@pytest.fixture
def order(branches: Branches, product: dict[str, Any]) -> dict[str, Any]:
    return make_order(branches, won_deal(branches), product)


@pytest.fixture
def confirmed(branches: Branches, order: dict[str, Any]) -> dict[str, Any]:
    answered: dict[str, Any] = branches.call("nils", "confirm_order", order_id=order["id"], request={})
    return answered


def track(branches: Branches, order: dict[str, Any]) -> dict[str, Any]:
    tracking: dict[str, Any] = branches.call("nils", "track_order", order_id=order["id"])
    return tracking


def see(branches: Branches, who: str, order: dict[str, Any]) -> dict[str, Any]:
    seen: dict[str, Any] = branches.call(who, "get_order", order_id=order["id"])
    return seen


def all_lines(order: dict[str, Any]) -> list[told.FulfilledLine]:
    return [{"line_id": line["id"], "quantity": line["quantity"]} for line in order["lines"]]


def test_a_won_deal_becomes_an_order_of_its_owner(branches: Branches, order: dict[str, Any]) -> None:
    assert (order["status"], order["amount"], order["open_amount"]) == ("draft", "201.00", "201.00")
    assert order["number"].startswith("SO-NORTH-")
    assert order["owner"]["login"] == "nils"
    [line] = order["lines"]
    assert (line["code"], line["quantity"], line["unit_price"], line["amount"]) == ("GTX", 4, "50.25", "201.00")
    assert branches.told(order["id"]) == ["created"]


def test_a_deal_becomes_one_order_only(branches: Branches, product: dict[str, Any]) -> None:
    deal = won_deal(branches)
    first = make_order(branches, deal, product)
    with pytest.raises(rules.OpportunityIsOrdered) as refusal:
        make_order(branches, deal, product)
    assert refusal.value.extra["order_id"] == first["id"]


def test_the_same_key_answers_the_same_order(branches: Branches, product: dict[str, Any]) -> None:
    deal = won_deal(branches)
    request = {"lines": [{"product_id": product["id"], "quantity": 1}]}
    answers = [
        branches.call("nils", "order_opportunity", key="one key", opportunity_id=deal["id"], request=request)
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert len(branches.call("nils", "list_orders", query={})["data"]) == 1


def test_many_at_once_make_one_order(postgres_url: str) -> None:
    database = Database(postgres_url)
    branches = open_branches(database)
    product, deal = make_product(branches), won_deal(branches)

    def attempt(_: int) -> str:
        try:
            return str(make_order(branches, deal, product)["id"])
        except (rules.OpportunityIsOrdered, AlreadyExists) as refusal:
            return f"refused {refusal.code}"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(8)))
    database.close()
    assert len({one for one in answers if not one.startswith("refused")}) == 1
    assert answers.count("refused opportunity_ordered_already") == 7


def test_a_deal_that_is_not_won_cannot_be_ordered(branches: Branches, product: dict[str, Any]) -> None:
    deal = branches.call("nils", "open_opportunity", request={"name": "Open", "amount": "1"})
    with pytest.raises(rules.OpportunityIsNotWon):
        make_order(branches, deal, product)


def test_a_deal_without_lines_or_quotation_cannot_be_ordered(branches: Branches) -> None:
    deal = won_deal(branches)
    with pytest.raises(rules.LinesAreMissing):
        branches.call("nils", "order_opportunity", opportunity_id=deal["id"], request={})


@pytest.mark.parametrize("who", ["nina", "sara"])
def test_somebody_elses_deal_and_order_do_not_exist(
    branches: Branches, order: dict[str, Any], product: dict[str, Any], who: str
) -> None:
    with pytest.raises(NotFound):
        branches.call(who, "order_opportunity", opportunity_id=order["opportunity_id"], request={})
    for rpc, request in (("confirm_order", {}), ("void_order", {"reason": "Mine"}), ("change_order", {"note": "x"})):
        with pytest.raises(NotFound):
            branches.call(who, rpc, order_id=order["id"], request=request)
    for rpc in ("get_order", "track_order", "list_order_history"):
        with pytest.raises(NotFound):
            branches.call(who, rpc, order_id=order["id"])
    assert branches.call(who, "list_orders", query={"count": "exact"})["count"] == 0


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"instalments": [{"due_on": "2027-01-01", "amount": "200.99"}]}, rules.InstalmentsDoNotAddUp),
        ({"lines": []}, Malformed),
        ({"lines": [{"product_id": "01990000-0000-7000-8000-000000000001", "quantity": 1}]}, ProductIsNotOffered),
        ({"status": "confirmed"}, Malformed),
        ({"amount": "1"}, Malformed),
    ],
)
def test_no_order_is_made_with_this(
    branches: Branches, product: dict[str, Any], fields: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        make_order(branches, won_deal(branches), product, **fields)
    assert branches.call("nils", "list_orders", query={})["data"] == []


def test_instalments_must_be_given_anew_when_the_total_changes(
    branches: Branches, order: dict[str, Any], product: dict[str, Any]
) -> None:
    halves = [{"due_on": "2027-01-01", "amount": "100.50"}, {"due_on": "2027-02-01", "amount": "100.50"}]
    changed = branches.call("nils", "change_order", order_id=order["id"], request={"instalments": halves})
    assert changed["instalments"] == halves
    lines = [{"product_id": product["id"], "quantity": 2}]
    with pytest.raises(rules.InstalmentsDoNotAddUp):
        branches.call("nils", "change_order", order_id=order["id"], request={"lines": lines})
    smaller = {"lines": lines, "instalments": [halves[0]]}
    changed = branches.call("nils", "change_order", order_id=order["id"], request=smaller)
    assert (changed["amount"], len(changed["lines"]), changed["instalments"]) == ("100.50", 1, [halves[0]])


def test_a_confirmed_order_tells_distribution_its_lines(branches: Branches, confirmed: dict[str, Any]) -> None:
    event = branches.events(confirmed["id"])[-1]
    assert event.type == "tenon.sales.order.confirmed.v1"
    [line] = event.data["lines"]
    assert (line["line_id"], line["quantity"], line["amount"]) == (confirmed["lines"][0]["id"], 4, "201.00")
    assert track(branches, confirmed)["fulfilment"] == "waiting"
    with pytest.raises(rules.OrderCannotDoThis):
        branches.call("nils", "confirm_order", order_id=confirmed["id"], request={})
    with pytest.raises(rules.OrderCannotDoThis):
        branches.call("nils", "change_order", order_id=confirmed["id"], request={"note": "late"})


def test_an_order_is_followed_until_it_is_fulfilled(branches: Branches, confirmed: dict[str, Any]) -> None:
    order_id, lines = confirmed["id"], all_lines(confirmed)
    answer(branches, told.GoodsReserved(order_id, lines))
    assert track(branches, confirmed)["lines"][0] | {"product": None} == {
        "line_id": lines[0]["line_id"],
        "product": None,
        "ordered": 4,
        "reserved": 4,
        "shipped": 0,
        "returned": 0,
    }
    answer(branches, told.GoodsShipped(order_id, new_id(), "SH-1", lines))
    answer(branches, told.InvoiceIssued(order_id, new_id(), "IV-1", "201.00", "USD"))
    answer(branches, told.PaymentPosted(order_id, new_id(), "101.00", "USD"))
    assert track(branches, confirmed)["amounts"] == {
        "ordered": "201.00",
        "invoiced": "201.00",
        "paid": "101.00",
        "returned": "0.00",
        "credited": "0.00",
        "open": "100.00",
        "currency": "USD",
    }
    answer(branches, told.PaymentPosted(order_id, new_id(), "100.00", "USD"))
    tracking = track(branches, confirmed)
    assert (tracking["status"], tracking["fulfilment"], tracking["amounts"]["open"]) == ("fulfilled", "shipped", "0.00")
    assert [step["step"] for step in tracking["steps"]] == [
        "ordered",
        "confirmed",
        "goods_reserved",
        "goods_shipped",
        "invoice_issued",
        "payment_posted",
        "payment_posted",
    ]
    assert branches.told(order_id)[-1] == "fulfilled"
    assert see(branches, "nils", confirmed)["status"] == "fulfilled"


def test_short_goods_are_told_and_asked_for_again(branches: Branches, confirmed: dict[str, Any]) -> None:
    short: list[told.ShortLine] = [
        {"line_id": confirmed["lines"][0]["id"], "item_id": new_id(), "wanted": 4, "available": 1}
    ]
    with pytest.raises(rules.GoodsAreNotShort):
        branches.call("nils", "request_order_reservation", order_id=confirmed["id"], request={})
    answer(branches, told.ReservationRefused(confirmed["id"], short))
    tracking = track(branches, confirmed)
    assert (tracking["fulfilment"], tracking["steps"][-1]["state"]) == ("short", "refused")
    assert tracking["steps"][-1]["detail"]["short"] == short
    branches.call("nils", "request_order_reservation", order_id=confirmed["id"], request={})
    assert branches.told(confirmed["id"])[-1] == "reservation_requested"
    answer(branches, told.GoodsReserved(confirmed["id"], all_lines(confirmed)))
    assert track(branches, confirmed)["fulfilment"] == "reserved"


def test_a_draft_is_void_at_once(branches: Branches, order: dict[str, Any]) -> None:
    voided = branches.call("nils", "void_order", order_id=order["id"], request={"reason": "Typo"})
    assert (voided["status"], voided["void_reason"], voided["open_amount"]) == ("voided", "Typo", "0.00")
    assert branches.told(order["id"])[-1] == "voided"


def test_a_confirmed_order_is_void_when_its_goods_are_released(branches: Branches, confirmed: dict[str, Any]) -> None:
    answer(branches, told.GoodsReserved(confirmed["id"], all_lines(confirmed)))
    voiding = branches.call("nils", "void_order", order_id=confirmed["id"], request={"reason": "Cancelled"})
    assert voiding["status"] == "voiding"
    answer(branches, told.ReservationReleased(confirmed["id"]))
    tracking = track(branches, confirmed)
    assert (tracking["status"], tracking["lines"][0]["reserved"]) == ("voided", 0)
    assert [step["state"] for step in tracking["steps"]][-2:] == ["done", "undone"]
    assert branches.told(confirmed["id"])[-2:] == ["void_requested", "voided"]


def test_an_order_of_which_goods_left_cannot_be_voided(branches: Branches, confirmed: dict[str, Any]) -> None:
    answer(branches, told.GoodsReserved(confirmed["id"], all_lines(confirmed)))
    branches.call("nils", "void_order", order_id=confirmed["id"], request={"reason": "Cancelled"})
    answer(branches, told.ReleaseRefused(confirmed["id"], "2 of 4 have been shipped"))
    tracking = track(branches, confirmed)
    assert tracking["status"] == "confirmed"
    assert tracking["steps"][-1]["detail"] == {"reason": "2 of 4 have been shipped"}
    assert see(branches, "nils", confirmed)["void_reason"] is None
    assert branches.events(confirmed["id"])[-1].data["reason"] == "2 of 4 have been shipped"


@pytest.mark.parametrize("seed", range(4))
def test_answers_in_any_order_and_twice_give_the_same_tracking(
    branches: Branches, confirmed: dict[str, Any], seed: int
) -> None:
    order_id, lines, payment, shipment = confirmed["id"], all_lines(confirmed), new_id(), new_id()
    events: list[Event] = [
        told.ReservationRefused(order_id, []),
        told.GoodsReserved(order_id, lines),
        told.GoodsShipped(order_id, shipment, "SH-1", lines),
        told.ShipmentVoided(order_id, shipment, "SH-1", lines),
        told.GoodsShipped(order_id, new_id(), "SH-2", lines),
        told.InvoiceIssued(order_id, new_id(), "IV-1", "201.00", "USD"),
        told.PaymentPosted(order_id, payment, "201.00", "USD"),
        told.PaymentReversed(order_id, payment, "201.00"),
        told.PaymentPosted(order_id, new_id(), "201.00", "USD"),
    ]
    heard = [(event, envelope(event)) for event in events] * 2
    random.Random(seed).shuffle(heard)
    for event, carried in heard:
        answer(branches, event, carried)
    tracking = track(branches, confirmed)
    assert (tracking["status"], tracking["fulfilment"]) == ("fulfilled", "shipped")
    assert (tracking["lines"][0]["reserved"], tracking["lines"][0]["shipped"]) == (0, 4)
    assert tracking["amounts"]["open"] == "0.00"
    assert len(tracking["steps"]) == 2 + len(events)
    versions = [event.sequence for event in branches.events(order_id)]
    assert versions == list(range(1, 3 + len(events)))


def test_an_order_that_costs_more_than_can_be_counted_is_refused(branches: Branches, product: dict[str, Any]) -> None:
    deal = won_deal(branches)
    lines = [{"product_id": product["id"], "quantity": 1_000_000, "unit_price": "99999999999999.0000"}]
    with pytest.raises(rules.OrderIsTooLarge):
        make_order(branches, deal, product, lines=lines)
    order = make_order(branches, deal, product)
    with pytest.raises(rules.OrderIsTooLarge):
        branches.call("nils", "change_order", order_id=order["id"], request={"lines": lines})
    assert see(branches, "nils", order)["amount"] == "201.00"


def test_an_order_is_found_by_its_note_as_it_is_now(branches: Branches, order: dict[str, Any]) -> None:
    branches.call("nils", "change_order", order_id=order["id"], request={"note": "Zebrawood crates"})
    branches.call("nils", "change_order", order_id=order["id"], request={"note": "Walnut crates"})

    def found(query: str) -> list[str]:
        return [row["id"] for row in branches.call("nils", "list_orders", query={"q": query})["data"]]

    assert (found("walnut"), found("zebrawood"), found(order["number"])) == ([order["id"]], [], [order["id"]])
