"""Returns of orders through the door: what may come back, what is told, and who may say so."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from services.sales.order_returns import rules
from services.sales.orders.rules import OrderCannotDoThis
from shared.actor import Reach
from shared.contracts.distribution import fulfilment as told
from shared.errors import Forbidden, Malformed, NotFound, Refusal
from shared.ids import new_id
from tests.sales.desk import Desk, Office
from tests.sales.orders.test_orders import answer


def draft(office: Office, price: str = "33.3333", quantity: int = 3) -> dict[str, Any]:
    product = office("helen").create_product(
        request={"code": f"R-{new_id()[-12:]}", "name": "Quern", "list_price": price}
    )
    nils = office("nils")
    customer = nils.create_customer(request={"name": f"Mill {new_id()}"})
    lines = [{"product_id": product["id"], "quantity": quantity}]
    order: dict[str, Any] = nils.create_order(request={"customer_id": customer["id"], "lines": lines})
    return order


def shipped(office: Office, pieces: int = 3, **more: Any) -> dict[str, Any]:
    """A confirmed order of which so many pieces left."""
    order = draft(office, **more)
    office("nils").confirm_order(order_id=order["id"], request={})
    lines = [told.FulfilledLine(line_id=order["lines"][0]["id"], quantity=pieces)]
    answer(office.branches, told.GoodsShipped(order["id"], new_id(), "SH-1", lines))
    return order


def back(desk: Desk, order: dict[str, Any], quantity: int = 1) -> dict[str, Any]:
    request = {"lines": [{"line_id": order["lines"][0]["id"], "quantity": quantity}], "reason": " Cracked "}
    made: dict[str, Any] = desk.record_order_return(order_id=order["id"], request=request)
    return made


def test_pieces_come_back_numbered_and_their_amounts_sum_to_the_line(office_anywhere: Office) -> None:
    nils, order = office_anywhere("nils"), shipped(office_anywhere, price="33.3333")
    first, second, third = back(nils, order), back(nils, order), back(nils, order)
    assert (first["reason"], first["status"], first["author"]["name"]) == ("Cracked", "recorded", "Nils")
    assert (first["lines"][0]["quantity"], first["lines"][0]["code"]) == (1, order["lines"][0]["code"])
    assert sum(Decimal(one["amount"]) for one in (first, second, third)) == Decimal(order["amount"])
    assert [one["number"].split("-")[0] for one in (first, second)] == ["RT", "RT"]
    assert int(second["number"][-6:]) == int(first["number"][-6:]) + 1
    page = nils.list_order_returns(order_id=order["id"], query={"limit": 2})
    assert [one["id"] for one in page["data"]] == [third["id"], second["id"]]
    rest = nils.list_order_returns(order_id=order["id"], query={"limit": 2, "before": page["next"]})
    assert ([one["id"] for one in rest["data"]], rest["next"]) == ([first["id"]], None)
    event = office_anywhere.events(order["id"])[-1]
    assert (event.type, event.data["return_id"]) == ("tenon.sales.order.returned.v1", third["id"])
    assert event.data["returned_lines"][0]["line_id"] == order["lines"][0]["id"]
    steps = nils.track_order(order_id=order["id"])["steps"]
    assert [step["step"] for step in steps][-3:] == ["returned"] * 3


def test_nothing_comes_back_that_did_not_leave_or_is_back_already(office: Office) -> None:
    nils, order = office("nils"), shipped(office, pieces=2)
    with pytest.raises(rules.MoreReturnedThanShipped) as refused:
        back(nils, order, 3)
    assert refused.value.extra["left"] == 2
    made = back(nils, order, 2)
    with pytest.raises(rules.MoreReturnedThanShipped):
        back(nils, order)
    voided = nils.void_order_return(order_id=order["id"], return_id=made["id"], request={"reason": "Typo"})
    assert (voided["status"], voided["void_reason"], voided["amount"]) == ("voided", "Typo", made["amount"])
    with pytest.raises(rules.ReturnIsVoided):
        nils.void_order_return(order_id=order["id"], return_id=made["id"], request={"reason": "Typo"})
    back(nils, order, 2)
    assert office.branches.told(order["id"])[-3:] == ["returned", "return_voided", "returned"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": []},
        {"lines": [{"quantity": 1}]},
        {"lines": [{"line_id": new_id(), "quantity": 0}]},
        {"lines": [{"line_id": new_id(), "quantity": 1.5}]},
        {"lines": [{"line_id": "7", "quantity": 1}]},
        {"reason": "   "},
        {"reason": None},
        {"amount": "3"},
    ],
)
def test_what_makes_no_sense_is_refused(office: Office, wrong: dict[str, Any]) -> None:
    order = shipped(office)
    request = {"lines": [{"line_id": order["lines"][0]["id"], "quantity": 1}], "reason": "Cracked", **wrong}
    with pytest.raises(Malformed):
        office("nils").record_order_return(order_id=order["id"], request=request)


def test_a_line_is_named_once_and_is_one_of_the_order(office: Office) -> None:
    order, other = shipped(office), shipped(office)
    line = {"line_id": order["lines"][0]["id"], "quantity": 1}
    with pytest.raises(Malformed):
        office("nils").record_order_return(order_id=order["id"], request={"lines": [line, line], "reason": "Cracked"})
    foreign = {"lines": [{"line_id": other["lines"][0]["id"], "quantity": 1}], "reason": "Cracked"}
    with pytest.raises(rules.LineIsNotOfThisOrder):
        office("nils").record_order_return(order_id=order["id"], request=foreign)


def test_only_an_order_that_stands_has_goods_come_back(office: Office) -> None:
    order = draft(office)
    with pytest.raises(OrderCannotDoThis):
        back(office("nils"), order)
    office("nils").void_order(order_id=order["id"], request={"reason": "Typo"})
    with pytest.raises(OrderCannotDoThis):
        back(office("nils"), order)


def test_strangers_see_and_do_nothing_and_who_only_reads_does_nothing(office: Office) -> None:
    order, other = shipped(office), shipped(office)
    made = back(office("nils"), order)
    for stranger in ("nina", "sara"):
        with pytest.raises(NotFound):
            back(office(stranger), order)
        with pytest.raises(NotFound):
            office(stranger).list_order_returns(order_id=order["id"], query={})
        with pytest.raises(NotFound):
            office(stranger).void_order_return(order_id=order["id"], return_id=made["id"], request={"reason": "No"})
    reader = office("nina").seeing(Reach.ALL)
    with pytest.raises(Forbidden):
        back(reader, order)
    with pytest.raises(NotFound):
        office("nils").void_order_return(order_id=other["id"], return_id=made["id"], request={"reason": "No"})


def test_repeated_with_its_key_it_is_one_return(office: Office) -> None:
    order = shipped(office)
    keyed = office("nils").keyed(new_id())
    assert back(keyed, order) == back(keyed, order)
    assert len(office("nils").list_order_returns(order_id=order["id"], query={})["data"]) == 1


def test_of_many_at_once_no_more_come_back_than_left(office_anywhere: Office) -> None:
    order, nils = shipped(office_anywhere), office_anywhere("nils")

    def try_back(_: int) -> str:
        try:
            return str(back(nils, order)["number"])
        except Refusal as refused:
            return refused.code

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(try_back, range(6)))
    assert answers.count("order_return_above_shipped") == 3
    assert len(set(answers)) == 4
