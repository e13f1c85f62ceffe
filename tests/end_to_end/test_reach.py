"""Whose records one sees, at once after a change; that every list and report agrees with it, `walker` proves."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company


def foreign(rows: list[Any], units: set[str]) -> list[Any]:
    return [row for row in rows if row.get("org_unit") and row["org_unit"]["code"] not in units]


@pytest.fixture
def hire(company: Company) -> Callable[..., tuple[Any, Client]]:
    """Add a person under somebody: the person, and their signed-in client."""

    def add(unit: Any, groups: list[str], superior: Any = None) -> tuple[Any, Client]:
        login = f"p.{new_id()[-12:]}"
        body = {"login": login, "name": login, "unit_id": unit["id"], "groups": groups, "password": PASSWORD}
        more = {"superior_id": superior["id"] if superior else None, "must_change_password": False}
        person = company["admin"].post("/v1/people", body | more)
        return person, company.stack.client(login, PASSWORD)

    return add


@pytest.fixture
def branch(company: Company) -> Callable[[], Any]:
    """Found a branch to which nobody has opened anything."""

    def found() -> Any:
        code = f"B-{new_id()[-8:].upper()}"
        body = {"code": code, "name": code, "kind": "branch", "parent_id": company.units["HQ"]["id"]}
        return company["admin"].post("/v1/org-units", body)

    return found


@pytest.mark.feature("S-014")
def test_two_people_of_different_units_get_different_deals_from_the_same_call(
    company: Company, hire: Any, branch: Any
) -> None:
    sellers = [hire(branch(), ["salesperson"])[1] for _ in range(2)]
    made = [{seller.post("/v1/opportunities", {"name": "Deal"})["id"] for _ in range(2)} for seller in sellers]
    listed = [{row["id"] for row in seller.all("/v1/opportunities")} for seller in sellers]
    assert listed == made
    everything = {row["id"] for row in company["admin"].all("/v1/opportunities", params={"limit": "200"})}
    assert everything >= made[0] | made[1]


@pytest.mark.feature("S-017")
def test_a_peer_of_the_same_team_knows_nothing_of_a_deal(hire: Any, branch: Any) -> None:
    team = branch()
    leader, _ = hire(team, ["account_manager"])
    (_, seller), (_, peer) = (hire(team, ["salesperson"], leader) for _ in range(2))

    def pictured() -> tuple[Any, ...]:
        funnel = peer.get("/v1/reports/sales-funnel")["totals"]
        pipeline, page = peer.get("/v1/pipeline"), peer.get("/v1/opportunities", params={"count": "exact"})
        return funnel, pipeline, page["count"]

    before = pictured()
    deal = seller.post("/v1/opportunities", {"name": "Quiet deal", "amount": "500.00"})
    peer.refused("GET", f"/v1/opportunities/{deal['id']}", status=404)

    def reported(client: Client) -> bool:
        records = client.all("/v1/reports/sales-funnel/records", params={"limit": "200"})
        return deal["id"] in {row["id"] for row in records}

    assert eventually(lambda: reported(seller))
    assert pictured() == before
    assert not reported(peer)


@pytest.mark.feature("S-015")
def test_a_share_lets_exactly_the_named_person_or_unit_in_until_it_is_revoked(company: Company) -> None:
    nils = company["nils.north"]
    deal = nils.post("/v1/opportunities", {"name": "Shared deal"})
    path = f"/v1/opportunities/{deal['id']}"
    others = ("nina.north", "olga.office", "sven.south", "sara.south")

    def inside() -> set[str]:
        found = {login for login in others if company[login].ask("GET", path).status_code == 200}
        for login in others:
            rows = {row["id"] for row in company[login].all("/v1/opportunities", params={"limit": "200"})}
            assert (deal["id"] in rows) == (login in found), login
        return found

    def share(**grantee: str) -> Callable[[], Any]:
        made = nils.post(f"{path}/shares", grantee)
        return lambda: nils.ask("DELETE", f"{path}/shares/{made['id']}").raise_for_status()

    assert inside() == set()
    revoke = share(person_id=company.people["sara.south"]["id"], access="read")
    assert inside() == {"sara.south"}
    company["sara.south"].refused("PATCH", path, {"next_step": "call"}, status=403)
    revoke()
    assert inside() == set()
    revoke = share(person_id=company.people["nina.north"]["id"], access="write")
    assert inside() == {"nina.north"}
    assert company["nina.north"].patch(path, {"next_step": "call"})["next_step"] == "call"
    revoke()
    company["nina.north"].refused("PATCH", path, {"next_step": "mine"}, status=404)
    revoke = share(org_unit_id=company.units["SOUTH"]["id"], access="read")
    assert inside() == {"sven.south", "sara.south"}
    revoke()
    assert inside() == set()


def ids(client: Client, path: str) -> list[str]:
    page = client.get(path, params={"count": "exact"})
    assert page["count"] == len(page["data"])
    return [row["id"] for row in page["data"]]


@pytest.mark.feature("X-09")
def test_a_superior_lists_what_subordinates_own_and_a_move_shows_on_the_next_call(
    company: Company, hire: Any, branch: Any
) -> None:
    unit, admin = branch(), company["admin"]
    first, first_client = hire(unit, ["account_manager"])
    second, second_client = hire(unit, ["account_manager"])
    middle, middle_client = hire(unit, ["account_manager"], first)
    _, worker_client = hire(unit, ["salesperson"], middle)
    deep, direct = (one.post("/v1/opportunities", {"name": "Deal"})["id"] for one in (worker_client, middle_client))
    for path in ("/v1/opportunities", "/v1/leads"):
        assert ids(second_client, path) == []
    assert set(ids(first_client, "/v1/opportunities")) == {deep, direct}
    for superior, loser, winner in (
        (second, first_client, second_client),
        (first, second_client, first_client),
    ):
        admin.post(f"/v1/people/{middle['id']}/place", {"superior_id": superior["id"]})
        assert set(ids(winner, "/v1/opportunities")) == {deep, direct}
        assert ids(loser, "/v1/opportunities") == []
        loser.refused("GET", f"/v1/opportunities/{deep}", status=404)


@pytest.mark.feature("X-12")
def test_a_new_unit_counts_at_once_and_moves_with_its_history(company: Company, hire: Any) -> None:
    admin, mark = company["admin"], new_id()[-8:].upper()

    def found_unit(code: str, kind: str, parent: Any) -> Any:
        return admin.post("/v1/org-units", {"code": code, "name": code, "kind": kind, "parent_id": parent["id"]})

    west, far = (found_unit(f"{code}-{mark}", "branch", company.units["HQ"]) for code in ("W", "F"))
    office = found_unit(f"O-{mark}", "office", west)
    desk = found_unit(f"D-{mark}", "office", office)
    (_, west_chief), (_, far_chief) = (hire(unit, ["executive"]) for unit in (west, far))
    _, clerk = hire(desk, ["salesperson"])
    deal = clerk.post("/v1/opportunities", {"name": "Deep deal"})
    assert deal["org_unit"]["code"] == desk["code"]
    path = f"/v1/opportunities/{deal['id']}"
    assert (ids(west_chief, "/v1/opportunities"), ids(far_chief, "/v1/opportunities")) == ([deal["id"]], [])
    in_desk = {"filter[org_unit_id][eq]": desk["id"]}
    assert [row["id"] for row in west_chief.get("/v1/opportunities", params=in_desk)["data"]] == [deal["id"]]
    far_chief.refused("GET", path, status=404)
    admin.post(f"/v1/org-units/{office['id']}/move", {"parent_id": far["id"]})
    assert (ids(west_chief, "/v1/opportunities"), ids(far_chief, "/v1/opportunities")) == ([], [deal["id"]])
    west_chief.refused("GET", path, status=404)
    history = admin.get(f"/v1/org-units/{office['id']}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in history] == ["created", "moved"]
    assert history[1]["changes"]["parent_id"] == {"before": west["id"], "after": far["id"]}


def test_a_person_who_moves_leaves_the_unit_behind_on_the_next_call(company: Company, hire: Any) -> None:
    agent, client = hire(company.units["NORTH"], ["service_agent"])
    request = company["nils.north"].post("/v1/requests", {"description": "Cold", "customer_name": "Joe"})
    assert client.get(f"/v1/requests/{request['id']}")["id"] == request["id"]
    company["admin"].post(f"/v1/people/{agent['id']}/move", {"unit_id": company.units["SOUTH"]["id"]})
    client.refused("GET", f"/v1/requests/{request['id']}", status=404)
    assert foreign(client.all("/v1/requests", params={"limit": "200"}), {"SOUTH"}) == []


def test_a_right_taken_away_is_gone_on_the_next_call(company: Company, hire: Any) -> None:
    admin, code = company["admin"], f"g_{new_id()[-8:]}"
    group = admin.post("/v1/groups", {"code": code, "name": "Closers"})
    grant = {"right": "sales.order:confirm", "reach": "own"}
    for right in ("sales.order:create", "sales.order:read", "sales.customer:*", "sales.product:read"):
        admin.post(f"/v1/groups/{group['id']}/grant", {"right": right, "reach": "own"})
    admin.post(f"/v1/groups/{group['id']}/grant", grant)
    person, client = hire(company.units["EAST"], [code])
    product = admin.post("/v1/products", {"code": new_id(), "name": "Saw", "list_price": "1.00"})
    customer = client.post("/v1/customers", {"name": f"Customer {new_id()}"})
    body = {"customer_id": customer["id"], "lines": [{"product_id": product["id"], "quantity": 1}]}
    first, second = (client.post("/v1/orders", body) for _ in range(2))
    client.post(f"/v1/orders/{first['id']}/confirm")
    admin.post(f"/v1/groups/{group['id']}/revoke", grant)
    client.refused("POST", f"/v1/orders/{second['id']}/confirm", {}, status=403, code="right_missing")
    assert client.get(f"/v1/orders/{second['id']}")["status"] == "draft"
    admin.post(f"/v1/groups/{group['id']}/remove-member", {"person_id": person["id"]})
    client.refused("GET", "/v1/orders", status=403, code="right_missing")
    admin.post(f"/v1/people/{person['id']}/deactivate")
    client.refused("GET", "/v1/me", status=401)
