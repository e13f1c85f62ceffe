"""A deal and its order: no reopening under an order that stands, another order only after the first is voided."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.sales.orders import rules
from shared.contracts.distribution import fulfilment as told
from shared.door import AlreadyExists
from shared.errors import Conflict, Forbidden, NotFound, Refusal
from shared.persistence.database import Database
from tests.sales.branches import Branches, open_branches
from tests.sales.orders.test_orders import all_lines, answer, make_order, make_product, won_deal


@pytest.fixture
def product(branches: Branches) -> dict[str, Any]:
    return make_product(branches)


@pytest.fixture
def deal(branches: Branches) -> dict[str, Any]:
    return won_deal(branches)


def reopen(branches: Branches, deal: dict[str, Any], who: str = "nils") -> dict[str, Any]:
    reopened: dict[str, Any] = branches.call(who, "reopen_opportunity", opportunity_id=deal["id"], request={})
    return reopened


def void(branches: Branches, order: dict[str, Any]) -> None:
    branches.call("nils", "void_order", order_id=order["id"], request={"reason": "Wrong goods"})


def stand(branches: Branches, order: dict[str, Any], state: str) -> None:
    """Bring a draft to this state in which it still stands."""
    if state == "draft":
        return
    branches.call("nils", "confirm_order", order_id=order["id"], request={})
    answer(branches, told.GoodsReserved(order["id"], all_lines(order)))
    if state != "confirmed":
        void(branches, order)
    if state == "not to be voided":
        answer(branches, told.ReleaseRefused(order["id"], "shipped"))


@pytest.mark.parametrize("state", ["draft", "confirmed", "voiding", "not to be voided"])
def test_a_deal_is_not_reopened_under_an_order_that_stands(
    branches: Branches, product: dict[str, Any], deal: dict[str, Any], state: str
) -> None:
    order = make_order(branches, deal, product)
    stand(branches, order, state)
    events = branches.told(deal["id"])
    with pytest.raises(rules.OpportunityHasOrder) as refusal:
        reopen(branches, deal)
    assert (refusal.value.code, refusal.value.extra) == ("opportunity_has_order", {"order_id": order["id"]})
    assert branches.call("nils", "get_opportunity", opportunity_id=deal["id"]) == deal
    assert branches.told(deal["id"]) == events
    with pytest.raises(rules.OpportunityIsOrdered):
        make_order(branches, deal, product)


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_voided_order_makes_way_for_another_one_of_the_deal(
    branches: Branches, product: dict[str, Any], deal: dict[str, Any], confirmed: bool
) -> None:
    first = make_order(branches, deal, product)
    stand(branches, first, "confirmed" if confirmed else "draft")
    void(branches, first)
    if confirmed:
        answer(branches, told.ReservationReleased(first["id"]))
    second = make_order(branches, deal, product)
    query = {"filter": [["opportunity_id", "eq", deal["id"]]]}
    orders = branches.call("nils", "list_orders", query=query)["data"]
    assert {order["id"]: order["status"] for order in orders} == {first["id"]: "voided", second["id"]: "draft"}
    with pytest.raises(rules.OpportunityHasOrder) as refusal:
        reopen(branches, deal)
    assert refusal.value.extra == {"order_id": second["id"]}


def test_after_its_order_is_voided_a_deal_is_reopened_and_ordered_only_when_won_again(
    branches: Branches, product: dict[str, Any], deal: dict[str, Any]
) -> None:
    void(branches, make_order(branches, deal, product))
    assert (reopen(branches, deal)["status"], branches.told(deal["id"])[-1]) == ("open", "reopened")
    with pytest.raises(rules.OpportunityIsNotWon):
        make_order(branches, deal, product)
    branches.call("nils", "win_opportunity", opportunity_id=deal["id"], request={})
    assert make_order(branches, deal, product)["opportunity_id"] == deal["id"]


def test_an_open_deal_cannot_be_reopened(branches: Branches) -> None:
    opened = branches.call("nils", "open_opportunity", request={"name": "Open"})
    with pytest.raises(Conflict) as refusal:
        reopen(branches, opened)
    assert (refusal.value.code, refusal.value.extra) == ("opportunity_state_forbids", {"status": "open"})


@pytest.mark.parametrize("who", ["nina", "sara"])
def test_a_stranger_is_not_told_that_there_is_an_order(
    branches: Branches, product: dict[str, Any], deal: dict[str, Any], who: str
) -> None:
    make_order(branches, deal, product)
    with pytest.raises(NotFound):
        reopen(branches, deal, who)


def test_one_who_may_only_read_the_deal_does_not_reopen_it(branches: Branches, deal: dict[str, Any]) -> None:
    share = {"person_id": branches.people["sara"].user_id, "access": "read"}
    branches.call("nils", "share_opportunity", opportunity_id=deal["id"], request=share)
    with pytest.raises(Forbidden):
        reopen(branches, deal, "sara")


def test_ordered_and_reopened_at_once_only_one_of_the_two_happens(postgres_url: str) -> None:
    database = Database(postgres_url)
    branches = open_branches(database)
    product = make_product(branches)

    def attempt(work: Any) -> str:
        try:
            work()
            return "done"
        except (Refusal, AlreadyExists) as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as threads:
        for _ in range(5):
            deal = won_deal(branches)
            order = make_order(branches, deal, product)
            void(branches, order)
            tries = [lambda deal=deal: make_order(branches, deal, product), lambda deal=deal: reopen(branches, deal)]
            answers = sorted(threads.map(attempt, tries * 2))
            won = ["done", "opportunity_has_order", "opportunity_has_order", "opportunity_ordered_already"]
            lost = ["done", "opportunity_not_won", "opportunity_not_won", "opportunity_state_forbids"]
            assert answers in (won, lost)
    database.close()
