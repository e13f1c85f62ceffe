"""A change tried out: it shows what the change itself then does, and leaves everything as it was."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company

SIMULATE = "/v1/access/simulate"
READ = "sales.opportunity:read"


def group_of(company: Company, *grants: dict[str, Any]) -> Any:
    code = f"g_{new_id()[-12:].replace('-', '_')}"
    group = company["admin"].post("/v1/groups", {"code": code, "name": "Of a test"})
    for grant in grants:
        group = company["admin"].post(f"/v1/groups/{group['id']}/grant", grant)
    return group


def hire(company: Company, unit: Any, *groups: str, superior: Any = None) -> tuple[Any, Client]:
    login = f"s.{new_id()[-12:]}"
    body = {"login": login, "name": login, "unit_id": unit["id"], "groups": list(groups), "password": PASSWORD}
    more = {"must_change_password": False, "superior_id": superior and superior["id"]}
    person = company["admin"].post("/v1/people", body | more)
    return person, company.stack.client(login, PASSWORD)


def simulate(client: Client, change: dict[str, Any], **more: Any) -> Any:
    return client.post(SIMULATE, {"change": change, **more})


def effect_on(told: Any, person: Any, noun: str = "sales.opportunity") -> tuple[int, int]:
    """How many records of the noun open and close to the person."""
    one = next(one for one in told["data"] if one["user"]["id"] == person["id"])
    found = next((row for row in one["nouns"] if row["noun"] == noun), None)
    return (found["opened"]["count"], found["closed"]["count"]) if found else (0, 0)


def seen(client: Client) -> set[str]:
    answer = client.ask("GET", "/v1/opportunities", params={"limit": "200"})
    return {row["id"] for row in answer.json()["data"]} if answer.status_code == 200 else set()


@pytest.fixture
def branch(company: Company) -> Any:
    """A branch of this test's own with an office, each with a deal."""
    admin, units = company["admin"], []
    for kind, parent in (("branch", company.units["HQ"]), ("office", None)):
        code = f"S-{new_id()[-10:].upper()}"
        body = {"code": code, "name": code, "kind": kind, "parent_id": (parent or units[0])["id"]}
        units.append(admin.post("/v1/org-units", body))
    deals = []
    for unit in units:
        _, seller = hire(company, unit, "salesperson")
        deals.append(seller.post("/v1/opportunities", {"name": "Deal"})["id"])
    return units, deals


def test_a_grant_and_a_revocation_open_and_close_what_was_foretold_and_nothing_is_saved(
    company: Company, branch: Any
) -> None:
    (unit, _), deals = branch
    admin = company["admin"]
    group = group_of(company, {"right": READ, "reach": "unit"})
    person, client = hire(company, unit, group["code"])
    assert seen(client) == {deals[0]}
    change = {
        "group": group["code"],
        "grant": [{"right": READ, "reach": "subtree"}, {"right": "sales.lead:read", "reach": "own"}],
    }

    def state() -> Any:
        histories = [
            admin.get(f"/v1/{path}/history")["data"] for path in (f"groups/{group['id']}", f"people/{person['id']}")
        ]
        return admin.get(f"/v1/groups/{group['id']}"), admin.get(f"/v1/people/{person['id']}"), histories

    before = state()
    told = simulate(admin, change)
    assert state() == before
    assert seen(client) == {deals[0]}
    [effect] = told["data"]
    assert (effect["user"]["id"], effect["rights_gained"], effect["rights_lost"]) == (
        person["id"],
        ["sales.lead:read"],
        [],
    )
    deal_effect = next(row for row in effect["nouns"] if row["noun"] == "sales.opportunity")
    assert deal_effect["opened"] == {"count": 1, "examples": [deals[1]]}
    assert deal_effect["closed"] == {"count": 0, "examples": []}
    for grant in change["grant"]:
        admin.post(f"/v1/groups/{group['id']}/grant", grant)
    assert seen(client) == set(deals)
    told = simulate(admin, {"group": group["code"], "revoke": change["grant"] + [{"right": READ, "reach": "unit"}]})
    assert effect_on(told, person) == (0, 2)
    assert told["data"][0]["rights_lost"] == ["sales.lead:read", READ]


def test_joining_leaving_and_moving_open_and_close_what_was_foretold(company: Company, branch: Any) -> None:
    (unit, office), deals = branch
    admin = company["admin"]
    group = group_of(company, {"right": READ, "reach": "subtree"})
    person, client = hire(company, unit)
    joining = {"group": group["code"], "add_member": person["id"]}
    assert effect_on(simulate(admin, joining), person) == (2, 0)
    admin.post(f"/v1/groups/{group['id']}/add-member", {"person_id": person["id"]})
    assert seen(client) == set(deals)
    moving = {"user": person["id"], "unit_id": office["id"]}
    assert effect_on(simulate(admin, moving), person) == (0, 1)
    admin.post(f"/v1/people/{person['id']}/move", {"unit_id": office["id"]})
    assert seen(client) == {deals[1]}
    leaving = {"group": group["code"], "remove_member": person["id"]}
    assert effect_on(simulate(admin, leaving, nouns=["sales.opportunity"]), person) == (0, 1)


def test_another_superior_changes_what_those_above_see(company: Company, branch: Any) -> None:
    (unit, _), _ = branch
    admin = company["admin"]
    old, old_client = hire(company, unit, "account_manager")
    new, new_client = hire(company, unit, "account_manager")
    seller, seller_client = hire(company, unit, "salesperson", superior=old)
    deal = seller_client.post("/v1/opportunities", {"name": "Deal"})["id"]
    told = simulate(admin, {"user": seller["id"], "superior_id": new["id"]})
    assert (effect_on(told, old), effect_on(told, new)) == ((0, 1), (1, 0))
    assert (seen(old_client), seen(new_client)) == ({deal}, set())
    admin.post(f"/v1/people/{seller['id']}/place", {"superior_id": new["id"]})
    assert (seen(old_client), seen(new_client)) == (set(), {deal})
    circle = {"user": new["id"], "superior_id": seller["id"]}
    admin.refused("POST", SIMULATE, {"change": circle}, status=422, code="person_would_report_to_self")


def test_who_asks_must_hold_what_is_at_stake_and_sees_examples_within_own_sight(company: Company, branch: Any) -> None:
    (unit, _), _ = branch
    trying = group_of(
        company,
        {"right": "gateway.access:simulate", "reach": "unit"},
        {"right": "gateway.group:*", "reach": "all"},
        {"right": "gateway.person:read", "reach": "unit"},
    )
    _, clerk = hire(company, unit, trying["code"])
    wide = group_of(company, {"right": READ, "reach": "unit"})
    person, _ = hire(company, unit)
    change = {"group": wide["code"], "add_member": person["id"]}
    clerk.refused("POST", SIMULATE, {"change": change}, status=403, code="grants_more_than_you_hold")
    company["sara.south"].refused("POST", SIMULATE, {"change": change}, status=403, code="right_missing")
    nobody = {"group": wide["code"], "add_member": new_id()}
    clerk.refused("POST", SIMULATE, {"change": nobody}, status=404)
    blind = group_of(company, {"right": "*", "reach": "all"})
    told = simulate(company["admin"], {"group": blind["code"], "add_member": person["id"]}, examples=1)
    assert all(len(row["opened"]["examples"]) <= 1 for row in told["data"][0]["nouns"])


def test_pages_of_people_and_what_is_malformed(company: Company, branch: Any) -> None:
    (unit, _), _ = branch
    admin = company["admin"]
    group = group_of(company, {"right": READ, "reach": "own"})
    members = sorted(hire(company, unit, group["code"])[0]["id"] for _ in range(3))
    change = {"group": group["code"], "grant": [{"right": READ, "reach": "unit"}]}
    first = simulate(admin, change, limit=2, nouns=["sales.opportunity"])
    second = simulate(admin, change, limit=2, nouns=["sales.opportunity"], cursor=first["next"])
    assert [one["user"]["id"] for one in first["data"] + second["data"]] == members
    assert second["next"] is None
    chosen = simulate(admin, change, users=[members[1]], nouns=["sales.opportunity"])
    assert [one["user"]["id"] for one in chosen["data"]] == [members[1]]
    for broken in ({}, {"group": group["code"]}, {"user": members[0]}, {**change, "user": members[0]}):
        admin.refused("POST", SIMULATE, {"change": broken}, status=400)
    admin.refused("POST", SIMULATE, {"change": change, "limit": 1000}, status=400)
    admin.refused("POST", SIMULATE, {"change": change, "nouns": ["sales.nothing"]}, status=422, code="noun_is_unknown")
    admin.refused("POST", SIMULATE, {"change": {**change, "group": "none"}}, status=404)
    unknown = {"group": group["code"], "grant": [{"right": "sales.lead:fly", "reach": "own"}]}
    admin.refused("POST", SIMULATE, {"change": unknown}, status=422, code="unknown_right")


def named(client: Client, change: dict[str, Any], person: Any, noun: str, effect: str, **more: Any) -> Any:
    return client.post(
        f"{SIMULATE}/records", {"change": change, "user": person["id"], "noun": noun, "effect": effect, **more}
    )


OPENED_TO_ALL = {
    "gateway.group": "/v1/groups",
    "gateway.org_unit": "/v1/org-units",
    "gateway.person": "/v1/people",
    "gateway.position": "/v1/positions",
    "marketing.campaign": "/v1/campaigns",
    "sales.call_back": "/v1/call-backs",
    "sales.customer": "/v1/customers",
    "sales.lead": "/v1/leads",
    "sales.opportunity": "/v1/opportunities",
    "sales.order": "/v1/orders",
    "sales.product": "/v1/products",
    "sales.quotation": "/v1/quotations",
    "sales.stage": "/v1/stages",
    "service_desk.request": "/v1/requests",
}


@pytest.mark.feature("Z-05")
@pytest.mark.parametrize(("reach", "everything"), [("subtree", False), ("all", True)])
def test_a_role_change_names_before_it_is_saved_every_record_of_every_kind_that_it_opens_and_closes(
    company: Company, branch: Any, reach: str, everything: bool
) -> None:
    (unit, _), _ = branch
    admin = company["admin"]
    _, seller = hire(company, unit, "salesperson", "marketing", "service_agent")
    customer = seller.post("/v1/customers", {"name": f"Customer {new_id()}"})
    seller.post("/v1/leads", {"name": "Lead"})
    admin.post("/v1/products", {"code": new_id(), "name": "Plane", "list_price": "1.00"})
    seller.post("/v1/call-backs", {"customer_id": customer["id"], "at": "2027-06-01T10:00:00+00:00"})
    group = group_of(company)
    person, client = hire(company, unit, group["code"])
    grants = [{"right": f"{noun}:read", "reach": reach} for noun in OPENED_TO_ALL]
    change = {"group": group["code"], "grant": grants}

    foretold = {noun: named(admin, change, person, noun, "opened", limit=200) for noun in OPENED_TO_ALL}
    counts = {noun: effect_on(simulate(admin, change, nouns=[noun]), person, noun)[0] for noun in OPENED_TO_ALL}
    assert all(client.ask("GET", path).status_code == 403 for path in OPENED_TO_ALL.values())
    for grant in grants:
        admin.post(f"/v1/groups/{group['id']}/grant", grant)

    for noun, path in OPENED_TO_ALL.items():
        rows = client.get(path, params={"limit": "200", "count": "exact"})
        told = foretold[noun]
        assert (told["count"], told["in_sight"], counts[noun]) == (rows["count"],) * 3, noun
        if rows["next"] is None:
            assert {one["id"] for one in told["data"]} == {row["id"] for row in rows["data"]}, noun
        for one in told["data"][:1]:
            assert client.get(one["address"])["id"] == one["id"]
    assert all(foretold[noun]["count"] for noun in ("sales.call_back", "sales.lead", "sales.product", "gateway.person"))

    back = {"group": group["code"], "revoke": grants}
    for noun in ("sales.lead", "gateway.person", "sales.product"):
        assert named(admin, back, person, noun, "closed", limit=200)["data"] == foretold[noun]["data"]
        assert named(admin, back, person, noun, "opened")["data"] == []


@pytest.mark.feature("Z-05")
def test_the_records_come_page_by_page_and_only_those_in_the_askers_sight_are_named(
    company: Company, branch: Any
) -> None:
    (unit, office), _ = branch
    admin = company["admin"]
    _, seller = hire(company, office, "salesperson")
    deals = sorted((seller.post("/v1/opportunities", {"name": "More"})["id"] for _ in range(4)), reverse=True)
    group = group_of(company)
    person, _ = hire(company, office, group["code"])
    change = {"group": group["code"], "grant": [{"right": READ, "reach": "unit"}]}
    first = named(admin, change, person, "sales.opportunity", "opened", limit=3)
    second = named(admin, change, person, "sales.opportunity", "opened", limit=3, cursor=first["next"])
    assert [one["id"] for one in first["data"] + second["data"]][:4] == deals
    assert (first["count"], len(first["data"] + second["data"]), second["next"]) == (5, 5, None)

    trying = group_of(
        company,
        {"right": "gateway.access:simulate", "reach": "all"},
        {"right": "gateway.group:*", "reach": "all"},
        {"right": READ, "reach": "unit"},
    )
    _, elsewhere = hire(company, unit, trying["code"])
    told = named(elsewhere, change, person, "sales.opportunity", "opened")
    assert (told["count"], told["in_sight"], told["data"]) == (5, 0, [])
    stranger, _ = hire(company, office)
    assert named(admin, change, stranger, "sales.opportunity", "opened")["count"] == 0

    body = {"change": change, "user": person["id"], "noun": "sales.opportunity", "effect": "opened"}
    address = f"{SIMULATE}/records"
    wide = {**body, "change": {"group": group["code"], "grant": [{"right": "sales.lead:read", "reach": "all"}]}}
    elsewhere.refused("POST", address, wide, status=403, code="grants_more_than_you_hold")
    company["sara.south"].refused("POST", address, body, status=403, code="right_missing")
    admin.refused("POST", address, {**body, "noun": "sales.nothing"}, status=422, code="noun_is_unknown")
    for name, value in (("effect", "both"), ("limit", 201), ("limit", 0), ("user", "x"), ("cursor", "x"), ("more", 1)):
        admin.refused("POST", address, {**body, name: value}, status=400)
    for missing in body:
        admin.refused("POST", address, {name: one for name, one in body.items() if name != missing}, status=400)


@pytest.mark.feature("Z-05")
def test_whom_the_door_does_not_let_in_gains_nothing_and_a_share_opens_only_with_the_right(
    company: Company, branch: Any
) -> None:
    (unit, _), deals = branch
    admin = company["admin"]
    group = group_of(company)
    person, client = hire(company, unit, group["code"])
    far = company["sara.south"].post("/v1/opportunities", {"name": "Shared from afar"})["id"]
    company["sara.south"].post(f"/v1/opportunities/{far}/shares", {"person_id": person["id"]})
    change = {"group": group["code"], "grant": [{"right": READ, "reach": "unit"}]}
    opened = named(admin, change, person, "sales.opportunity", "opened")
    assert {one["id"] for one in opened["data"]} == {far, deals[0]}
    admin.post(f"/v1/groups/{group['id']}/grant", change["grant"][0])
    assert seen(client) == {far, deals[0]}

    dealer = {"code": f"D-{new_id()[-10:].upper()}", "name": "Dealer", "kind": "dealer", "parent_id": unit["id"]}
    partner, _ = hire(company, admin.post("/v1/org-units", dealer), group["code"])
    inside = {"group": group["code"], "grant": [{"right": "sales.call_back:read", "reach": "all"}]}
    assert effect_on(simulate(admin, inside), partner, "sales.call_back") == (0, 0)
    gone, _ = hire(company, unit, group["code"])
    admin.post(f"/v1/people/{gone['id']}/deactivate")
    wider = {"group": group["code"], "grant": [{"right": READ, "reach": "all"}]}
    assert effect_on(simulate(admin, wider, users=[gone["id"]]), gone) == (0, 0)
