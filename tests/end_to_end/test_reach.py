"""Whose records one sees: the same in every list, count, sum, search and report and by id, at once after a change."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company, found_company
from tests.end_to_end.conftest import installation

UNITS_OF = {
    "sara.south": {"SOUTH"},
    "sven.south": {"SOUTH"},
    "olga.office": {"NORTH-1"},
    "nina.north": {"NORTH"},
    "nora.north": {"NORTH", "NORTH-1"},
}
COMPANY_WIDE = {"/v1/org-units", "/v1/groups", "/v1/products", "/v1/stages", "/v1/articles"}
"""Lists whose rows may concern the whole company; whose article is still a draft is proven with the articles."""

FILLED = {
    "/v1/leads",
    "/v1/customers",
    "/v1/contacts",
    "/v1/opportunities",
    "/v1/quotations",
    "/v1/orders",
    "/v1/dispatch-orders",
    "/v1/shipments",
    "/v1/invoices",
    "/v1/payments",
    "/v1/campaigns",
    "/v1/requests",
    "/v1/warehouses",
    "/v1/items",
    "/v1/stock",
    "/v1/inbound-documents",
    "/v1/outbound-documents",
    "/v1/people",
    "/v1/reports/sales-funnel/records",
}
"""Lists that hold records of the northern branch once its people have worked."""


@pytest.fixture(scope="module")
def company(
    profile: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Company]:
    """A company of its own: elsewhere people are moved, records shared and deals made in other currencies."""
    with installation(profile, tmp_path_factory.mktemp(f"reach-{profile}"), request) as running:
        yield found_company(running)


@pytest.fixture(scope="module")
def worked(company: Company) -> str:
    """Each branch has made some of everything; the word is in the text of all that can be searched."""
    word = f"zq{new_id()[-10:]}"
    trade(company, word, "nils.north", "nina.north")
    trade(company, word, "sara.south", "sara.south")
    company["olga.office"].post("/v1/leads", {"name": f"Office {word}"})
    company["olga.office"].post("/v1/opportunities", {"name": f"Office {word}", "amount": "7.00"})
    return word


def trade(company: Company, word: str, seller_login: str, keeper_login: str) -> None:
    """One of every record, by people of one branch."""
    seller, keeper, head = company[seller_login], company[keeper_login], company["helen.head"]
    product = company["admin"].post("/v1/products", {"code": new_id(), "name": "Plane", "list_price": "10.00"})
    assert eventually(lambda: keeper.ask("GET", f"/v1/items/{product['id']}").status_code == 200)
    place = keeper.post("/v1/warehouses", {"code": f"W-{new_id()[-12:].upper()}", "name": f"Store {word}"})
    line = {"item_id": product["id"], "quantity": 9}
    goods = {"warehouse_id": place["id"], "lines": [line]}
    document = keeper.post("/v1/inbound-documents", goods)
    keeper.post(f"/v1/inbound-documents/{document['id']}/post")
    keeper.post("/v1/outbound-documents", {**goods, "lines": [{**line, "quantity": 1}]})
    keeper.post("/v1/items", {"code": new_id(), "name": f"Own {word}"})
    lead = seller.post("/v1/leads", {"name": f"Lead {word}", "company": f"{word} {new_id()}"})
    seller.post(f"/v1/leads/{lead['id']}/qualify", {"budget": "5.00"})
    became = seller.post(
        f"/v1/leads/{lead['id']}/convert", {"customer": {}, "contact": {}, "opportunity": {"amount": "90.00"}}
    )
    wanted = [{"product_id": product["id"], "quantity": 2}]
    deal = {"opportunity_id": became["opportunity_id"], "valid_until": "2099-01-01", "lines": wanted}
    seller.post("/v1/quotations", deal)
    order = seller.post("/v1/orders", {"customer_id": became["customer_id"], "lines": wanted})
    path = f"/v1/orders/{order['id']}"
    seller.post(f"{path}/confirm")
    assert eventually(lambda: seller.get(f"{path}/tracking")["fulfilment"] == "reserved", 20)
    keeper.post(f"{path}/shipments")
    head.post(f"{path}/invoices", {"amount": "20.00"})
    head.post(f"{path}/payments", {"amount": "20.00", "method": "cash"})
    seller.post("/v1/campaigns", {"name": f"Campaign {word}", "kind": "web", "budget": "3.00"})
    seller.post("/v1/requests", {"description": f"Help {word}", "customer_name": "Joe"})


@pytest.fixture(scope="module")
def lists(company: Company) -> dict[str, Any]:
    """The path of every list, with its parameters as the description tells them."""
    described = company["admin"].get("/v1/openapi.json")

    def parameters(operation: Any) -> dict[str, Any]:
        found = [follow(described, parameter) for parameter in operation.get("parameters", ())]
        return {parameter["name"]: parameter for parameter in found}

    operations = {path: item["get"] for path, item in described["paths"].items() if "get" in item and "{" not in path}
    known = {path: parameters(operation) for path, operation in operations.items()}
    return {path: named for path, named in known.items() if {"cursor", "count"} <= named.keys()}


def follow(described: Any, part: Any) -> Any:
    if "$ref" not in part:
        return part
    for name in part["$ref"].removeprefix("#/").split("/"):
        described = described[name]
    return described


def rows_of(client: Client, path: str) -> list[Any] | None:
    """Every row the person may see, or None without the right to the list."""
    if client.ask("GET", path).status_code == 403:
        return None
    return client.all(path, params={"limit": "200"})


def foreign(rows: list[Any], units: set[str]) -> list[Any]:
    return [row for row in rows if row.get("org_unit") and row["org_unit"]["code"] not in units]


def test_every_list_of_the_story_is_walked(lists: dict[str, Any]) -> None:
    assert lists.keys() >= FILLED


@pytest.mark.parametrize("login", UNITS_OF)
def test_no_list_shows_counts_or_finds_a_record_of_another_branch(
    company: Company, worked: str, lists: dict[str, Any], login: str
) -> None:
    client, units = company[login], UNITS_OF[login]
    seen = {path: rows for path in lists if (rows := rows_of(client, path)) is not None}
    assert seen
    for path, rows in seen.items():
        if path in COMPANY_WIDE:
            continue
        assert foreign(rows, units) == [], path
        assert client.get(path, params={"count": "exact", "limit": "1"})["count"] == len(rows), path
        if "q" in lists[path]:
            found = client.all(path, params={"q": worked, "limit": "200"})
            assert {row["id"] for row in found} <= {row["id"] for row in rows}, path


def test_head_office_sees_the_records_of_every_branch(company: Company, worked: str, lists: dict[str, Any]) -> None:
    helen = company["helen.head"]
    for path in FILLED - {"/v1/stock", "/v1/items"}:
        codes = {row["org_unit"]["code"] for row in helen.all(path, params={"limit": "200"})}
        assert {"NORTH", "SOUTH"} <= codes, path


def test_what_the_lists_hide_is_not_found_by_id_either(company: Company, worked: str, lists: dict[str, Any]) -> None:
    described = company["admin"].get("/v1/openapi.json")["paths"]
    singles = {path.rpartition("/")[0] for path, item in described.items() if path.endswith("}") and "get" in item}
    tried = set()
    for path in FILLED & singles - {"/v1/items"}:
        rows = company["admin"].all(path, params={"limit": "200"})
        for row in foreign(rows, {"SOUTH", "HQ"})[:3]:
            answer = company["sara.south"].ask("GET", f"{path}/{row['id']}")
            assert answer.status_code in {404, 403}, f"{path}: {answer.text}"
            if answer.status_code == 403:
                assert answer.json()["code"] == "right_missing", path
            tried.add(path)
    assert len(tried) >= 14


def test_sums_are_those_of_the_rows_one_sees(company: Company, worked: str) -> None:
    for login in (*UNITS_OF, "helen.head"):
        client = company[login]
        for path in ("/v1/opportunities", "/v1/orders"):
            page = client.ask("GET", path, params={"totals": "amount", "limit": "1"})
            if page.status_code == 403:
                continue
            amounts = [Decimal(row["amount"]) for row in client.all(path, params={"limit": "200"}) if row["amount"]]
            assert Decimal(page.json()["totals"]["amount"]) == sum(amounts, Decimal(0)), (login, path)


@pytest.mark.feature("S-014")
def test_two_people_of_different_units_get_different_deals_from_the_same_call(company: Company, worked: str) -> None:
    listed = {login: {row["id"] for row in company[login].all("/v1/opportunities")} for login in UNITS_OF}
    everything = company["admin"].all("/v1/opportunities", params={"limit": "200"})
    owned = {login: {row["id"] for row in everything if row["owner"]["login"] == login} for login in UNITS_OF}
    assert listed["sara.south"] == owned["sara.south"] != set()
    assert listed["olga.office"] == owned["olga.office"] != set()
    assert listed["sara.south"].isdisjoint(listed["olga.office"])


@pytest.mark.feature("S-017")
def test_a_peer_of_the_same_team_knows_nothing_of_a_deal(company: Company) -> None:
    nils, nina = company["nils.north"], company["nina.north"]

    def pictured() -> tuple[Any, ...]:
        funnel = nina.get("/v1/reports/sales-funnel")["totals"]
        pipeline, page = nina.get("/v1/pipeline"), nina.get("/v1/opportunities", params={"count": "exact"})
        return funnel, pipeline, page["count"]

    before = pictured()
    deal = nils.post("/v1/opportunities", {"name": "Quiet deal", "amount": "500.00"})
    nina.refused("GET", f"/v1/opportunities/{deal['id']}", status=404)

    def reported(login: str) -> bool:
        records = company[login].all("/v1/reports/sales-funnel/records", params={"limit": "200"})
        return deal["id"] in {row["id"] for row in records}

    assert eventually(lambda: reported("nils.north"))
    assert pictured() == before
    assert not reported("nina.north")


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


def ids(client: Client, path: str) -> list[str]:
    page = client.get(path, params={"count": "exact"})
    assert page["count"] == len(page["data"])
    return [row["id"] for row in page["data"]]


@pytest.mark.feature("X-09")
def test_a_superior_lists_what_subordinates_own_and_a_move_shows_on_the_next_call(company: Company, hire: Any) -> None:
    east, admin = company.units["EAST"], company["admin"]
    first, first_client = hire(east, ["account_manager"])
    second, second_client = hire(east, ["account_manager"])
    middle, middle_client = hire(east, ["account_manager"], first)
    _, worker_client = hire(east, ["salesperson"], middle)
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
