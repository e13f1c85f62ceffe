"""Whom the customers of a territory come to, and what is moved in one call, on each database engine."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.sales.reassignments import rules
from shared.errors import Forbidden, NotFound
from shared.ids import new_id
from tests.sales.branches import Branches
from tests.sales.placements.test_placing import customer, territory


def staffed(branches: Branches, *logins: str) -> Any:
    here = territory(branches, {"city": "Baoding"})
    for login in logins:
        person = {"person_id": branches.people[login].user_id}
        branches.call("helen", "assign_seller", territory_id=here, request=person)
    return here


def plan(branches: Branches, territory_id: str, **asked: Any) -> Any:
    return branches.call("helen", "plan_reassignment", request={"territory_id": territory_id, **asked})


def move(branches: Branches, territory_id: str, owner_id: str | None = None, after: str | None = None) -> Any:
    return branches.call("helen", "move_customers", territory_id=territory_id, owner_id=owner_id, after=after)


def test_what_is_planned_is_moved_and_nothing_else(branches: Branches) -> None:
    here, nils = staffed(branches, "nils", "nina"), branches.people["nils"]
    strange = [customer(branches, "sara", city="Baoding") for _ in range(5)]
    kept = customer(branches, "nils", city="Baoding")
    elsewhere = customer(branches, "sara")
    planned = plan(branches, here, limit=3)
    assert (planned["affected"], planned["next"]) == (5, sorted(strange)[2])
    rest = plan(branches, here, limit=3, after=planned["next"])
    moves = {one["customer_id"]: one["to_owner"]["login"] for one in (*planned["data"], *rest["data"])}
    assert (set(moves), rest["next"]) == (set(strange), None)
    assert {one["from_owner"]["login"] for one in planned["data"]} == {"sara"}
    moved = move(branches, here)
    assert [(one["id"], one["outcome"]) for one in moved["results"]] == [(one, "updated") for one in sorted(strange)]
    for customer_id, login in {**moves, kept: "nils", elsewhere: "sara"}.items():
        shown = branches.call("helen", "get_customer", customer_id=customer_id)
        assert shown["owner"]["login"] == login
        assert (shown["org_unit"]["code"] == "NORTH") is (login != "sara")
    assert branches.told(strange[0]) == ["created", "transferred"]
    assert (plan(branches, here)["affected"], move(branches, here)["results"]) == (0, [])
    everything = plan(branches, here, person_id=nils.user_id)
    assert everything["affected"] == sum(login == "nina" for login in moves.values())


def test_more_than_a_call_moves_is_moved_by_the_next(branches: Branches, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.sales.reassignments.commands.IN_ONE_CALL", 2)
    here = staffed(branches, "nils")
    mills = sorted(customer(branches, "sara", city="Baoding") for _ in range(3))
    first = move(branches, here)
    assert ([one["id"] for one in first["results"]], first["next"]) == (mills[:2], mills[1])
    second = move(branches, here, after=first["next"])
    assert ([one["id"] for one in second["results"]], second["next"]) == (mills[2:], None)


def test_customers_come_only_to_who_sells_there_and_only_the_whole_company_says_so(branches: Branches) -> None:
    empty, here = staffed(branches), staffed(branches, "nils")
    stranger = branches.people["nina"].user_id
    for rpc, aim in ((plan, {"person_id": stranger}), (move, {"owner_id": stranger})):
        with pytest.raises(rules.NobodySellsThere):
            rpc(branches, empty)
        with pytest.raises(rules.OwnerSellsElsewhere):
            rpc(branches, here, **aim)
        with pytest.raises(NotFound):
            rpc(branches, new_id())
    with pytest.raises(Forbidden):
        branches.call("nora", "plan_reassignment", request={"territory_id": here})
    with pytest.raises(Forbidden):
        branches.call("nora", "move_customers", territory_id=here, owner_id=None, after=None)


@given(ids=some.lists(some.uuids(), min_size=1, max_size=200), sellers=some.sets(some.uuids(), min_size=1, max_size=9))
def test_each_customer_comes_to_one_seller_whoever_asks_and_in_whatever_order(
    ids: list[UUID], sellers: set[UUID]
) -> None:
    among = rules.heirs([str(one) for one in sellers], None)
    assert among == rules.heirs([str(one) for one in reversed(list(sellers))], None)
    assert {rules.heir_of(str(one), among) for one in ids} <= {str(one) for one in sellers}
    assert rules.heirs(among, among[0]) == [among[0]]
