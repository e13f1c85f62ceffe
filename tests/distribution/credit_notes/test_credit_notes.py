"""Credit notes through the door: drafted by a return, issued for what was invoiced, to the cent and never above it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from services.distribution.orders.rules import creditable
from shared.contracts.sales.order_returns import OrderReturned
from shared.contracts.sales.orders import OrderConfirmed
from shared.errors import Conflict, NotFound
from shared.ids import new_id
from tests.distribution.depot import Depot, in_parallel


@pytest.fixture
def order(depot: Depot, warehouse: str) -> OrderConfirmed:
    """Two lines, six and four pieces at ten each, all of which left."""
    event = depot.order({depot.item(warehouse, 6): 6, depot.item(warehouse, 4): 4})
    depot.call("nina", "create_shipment", order_id=event.order_id, request={})
    return event


def invoice(depot: Depot, order: OrderConfirmed, amount: str | None = None, **pieces: int) -> Any:
    """An amount, or pieces of the `first` and the `second` line."""
    places = {"first": 0, "second": 1}
    lines = [{"line_id": order.lines[places[name]]["line_id"], "quantity": count} for name, count in pieces.items()]
    request = {"amount": amount} if amount else {"lines": lines}
    return depot.call("nina", "issue_invoice", order_id=order.order_id, request=request)


def void_invoice(depot: Depot, made: Any) -> Any:
    return depot.call("nina", "void_invoice", invoice_id=made["id"], request={"reason": "wrong name"})


def note_of(depot: Depot, back: OrderReturned, who: str = "nina") -> Any:
    query = {"filter": {"field": "return_id", "op": "eq", "value": back.return_id}}
    (found,) = depot.call(who, "list_credit_notes", query=query)["data"]
    return found


def issue(depot: Depot, back: OrderReturned, who: str = "nina", key: str | None = None) -> Any:
    note = note_of(depot, back, "helen")
    return depot.call(who, "issue_credit_note", credit_note_id=note["id"], request={}, key=key)


def void(depot: Depot, back: OrderReturned, who: str = "nina") -> Any:
    note = note_of(depot, back, "helen")
    return depot.call(who, "void_credit_note", credit_note_id=note["id"], request={"reason": "A mistake"})


def refused(code: str, attempt: Callable[[], Any]) -> Conflict:
    with pytest.raises(Conflict) as refusal:
        attempt()
    assert refusal.value.code == code
    return refusal.value


def test_a_return_brings_one_draft_without_a_number(depot: Depot, order: OrderConfirmed) -> None:
    back = depot.give_back(order, 2, 1)
    depot.hear("draft_credit_note_of_return", back)
    note = note_of(depot, back)
    assert (note["status"], note["number"], note["amount"], note["credited"]) == ("draft", None, "30.00", "0.00")
    assert [(line["quantity"], line["amount"]) for line in note["lines"]] == [(2, "20.00"), (1, "10.00")]
    assert depot.told(note["id"]) == ["drafted"]


def test_goods_that_cost_nothing_bring_none(depot: Depot, order: OrderConfirmed) -> None:
    depot.give_back(order, 2, price=0)
    assert depot.call("nina", "list_credit_notes", query={})["data"] == []


def test_issuing_credits_the_returned_part_of_what_is_invoiced(depot: Depot, order: OrderConfirmed) -> None:
    invoice(depot, order, "100.00")
    back = depot.give_back(order, 2, 1)
    key = new_id()
    note = issue(depot, back, key=key)
    assert note == issue(depot, back, key=key)
    assert note["number"].startswith("CN-NORTH-")
    assert (note["status"], note["credited"]) == ("issued", "30.00")
    assert depot.fulfilment(order.order_id)["credited"] == "30.00"
    assert depot.told(note["id"]) == ["drafted", "issued"]
    assert depot.told(order.order_id)[-1] == "credit_note_issued"
    refused("credit_note_state_forbids", lambda: issue(depot, back))


def test_never_above_what_is_invoiced_and_not_credited(depot: Depot, order: OrderConfirmed) -> None:
    first, second = depot.give_back(order, 4), depot.give_back(order, 2, 4)
    refused("nothing_to_credit", lambda: issue(depot, first))
    assert note_of(depot, first)["status"] == "draft"
    void(depot, second)
    depot.void_return(second)
    invoice(depot, order, "30.00")
    assert issue(depot, first)["credited"] == "30.00"
    third = depot.give_back(order, 1)
    refused("nothing_to_credit", lambda: issue(depot, third))


def test_goods_of_a_line_that_no_invoice_names_are_not_credited(depot: Depot, order: OrderConfirmed) -> None:
    invoice(depot, order, first=6)
    other, mixed = depot.give_back(order, 0, 2), depot.give_back(order, 3, 1)
    refused("nothing_to_credit", lambda: issue(depot, other))
    assert [line["credited"] for line in issue(depot, mixed)["lines"]] == ["30.00", "0.00"]


def test_numbers_have_no_gaps_though_drafts_are_discarded(depot: Depot, order: OrderConfirmed) -> None:
    invoice(depot, order, "100.00")
    first, second, third = (depot.give_back(order, 1) for _ in range(3))
    void(depot, first)
    refused("credit_note_state_forbids", lambda: issue(depot, first))
    numbers = [issue(depot, back)["number"] for back in (third, second)]
    assert [number[-6:] for number in numbers] == ["000001", "000002"]


def test_of_many_at_once_each_credits_what_the_others_left(depot: Depot, order: OrderConfirmed) -> None:
    invoice(depot, order, "50.00")
    backs = [depot.give_back(order, 1) for _ in range(6)]
    answers = in_parallel(lambda place: issue(depot, backs[place]), 6)
    assert sorted(getattr(answer, "code", "issued") for answer in answers) == ["issued"] * 5 + ["nothing_to_credit"]
    assert depot.fulfilment(order.order_id)["credited"] == "50.00"


def test_what_came_back_is_not_invoiced(depot: Depot, order: OrderConfirmed) -> None:
    back = depot.give_back(order, 4)
    assert refused("invoice_above_kept", lambda: invoice(depot, order, "60.01")).extra["open"] == "60.00"
    made = invoice(depot, order, "60.00")
    refused("invoice_above_kept", lambda: invoice(depot, order, "0.01"))
    issue(depot, back)
    assert refused("invoice_above_order", lambda: invoice(depot, order, "40.01")).extra["open"] == "40.00"
    refused("invoice_is_credited", lambda: void_invoice(depot, made))
    void(depot, back)
    void_invoice(depot, made)
    assert depot.fulfilment(order.order_id)["credited"] == "0.00"
    assert depot.told(order.order_id)[-2:] == ["credit_note_voided", "invoice_voided"]


def test_an_invoice_of_credited_lines_is_not_voided(depot: Depot, order: OrderConfirmed) -> None:
    by_line = invoice(depot, order, first=4)
    at_large = invoice(depot, order, "40.00")
    back = depot.give_back(order, 5)
    assert issue(depot, back)["credited"] == "50.00"
    refused("invoice_is_credited", lambda: void_invoice(depot, by_line))
    refused("invoice_is_credited", lambda: void_invoice(depot, at_large))


def test_a_draft_goes_with_its_return_and_an_issued_note_is_disputed(depot: Depot, order: OrderConfirmed) -> None:
    invoice(depot, order, "100.00")
    draft, issued = depot.give_back(order, 1), depot.give_back(order, 2)
    issue(depot, issued)
    for back in (draft, issued, draft, issued):
        depot.void_return(back)
    assert [note_of(depot, back)["status"] for back in (draft, issued)] == ["void", "disputed"]
    assert depot.fulfilment(order.order_id)["credited"] == "20.00"
    assert void(depot, issued)["status"] == "void"
    assert depot.fulfilment(order.order_id)["credited"] == "0.00"
    refused("credit_note_state_forbids", lambda: void(depot, issued))
    assert depot.told(note_of(depot, issued)["id"]) == ["drafted", "issued", "disputed", "voided"]


def test_another_branch_does_not_know_of_it(depot: Depot, order: OrderConfirmed) -> None:
    invoice(depot, order, "100.00")
    back = depot.give_back(order, 1)
    note = note_of(depot, back)
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: issue(depot, back, "sara"),
        lambda: void(depot, back, "sara"),
        lambda: depot.call("sara", "get_credit_note", credit_note_id=note["id"]),
        lambda: depot.call("sara", "list_credit_note_history", credit_note_id=note["id"]),
        lambda: depot.call("sara", "list_order_credit_notes", order_id=order.order_id, query={}),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert depot.call("sara", "list_credit_notes", query={})["data"] == []


def test_lines_take_first_what_names_them_and_then_what_is_left_at_large() -> None:
    worth = {"a": Decimal("33.34"), "b": Decimal("33.33")}
    parts = creditable(worth, {"a": Decimal("10.00"), "b": Decimal(0)}, Decimal("40.00"))
    assert parts == {"a": (Decimal("33.34"), Decimal("10.00")), "b": (Decimal("16.66"), Decimal(0))}
