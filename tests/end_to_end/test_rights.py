"""What groups let people do and see: rights, limits of fields, people of partners and of customers."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company


@pytest.fixture
def hire(company: Company) -> Callable[..., tuple[Any, Client]]:
    """Add a person to a unit and groups: the person, and their signed-in client."""

    def add(unit_id: str, *groups: str) -> tuple[Any, Client]:
        login = f"r.{new_id()[-12:]}"
        body = {"login": login, "name": login, "unit_id": unit_id, "groups": list(groups), "password": PASSWORD}
        person = company["admin"].post("/v1/people", body | {"must_change_password": False})
        return person, company.stack.client(login, PASSWORD)

    return add


def set_up_group(company: Company, *grants: dict[str, Any]) -> Any:
    admin = company["admin"]
    group = admin.post("/v1/groups", {"code": f"g_{new_id()[-12:].replace('-', '_')}", "name": "Of a test"})
    for grant in grants:
        group = admin.post(f"/v1/groups/{group['id']}/grant", grant)
    return group


def sell(company: Company, seller: Client, customer: Any, price: str = "10.00") -> Any:
    """A confirmed order of the customer, all of it reserved."""
    admin, keeper = company["admin"], company["nina.north"]
    product = admin.post("/v1/products", {"code": new_id(), "name": "Chisel", "list_price": price})
    assert eventually(lambda: keeper.ask("GET", f"/v1/items/{product['id']}").status_code == 200)
    place = keeper.post("/v1/warehouses", {"code": f"W-{new_id()[-12:].upper()}", "name": "Store"})
    lines = [{"item_id": product["id"], "quantity": 5}]
    document = keeper.post("/v1/inbound-documents", {"warehouse_id": place["id"], "lines": lines})
    keeper.post(f"/v1/inbound-documents/{document['id']}/post")
    wanted = [{"product_id": product["id"], "quantity": 2}]
    order = seller.post("/v1/orders", {"customer_id": customer["id"], "lines": wanted, "note": "for us only"})
    seller.post(f"/v1/orders/{order['id']}/confirm")
    assert eventually(lambda: seller.get(f"/v1/orders/{order['id']}/tracking")["fulfilment"] == "reserved", 20)
    return order | {"product_id": product["id"]}


@pytest.mark.feature("X-08")
def test_a_right_taken_from_a_group_is_refused_on_the_next_call_of_each_member(company: Company, hire: Any) -> None:
    admin, confirm = company["admin"], {"right": "sales.order:confirm", "reach": "unit"}
    others = [
        {"right": right, "reach": "unit"} for right in ("sales.order:create", "sales.order:read", "sales.customer:*")
    ]
    group = set_up_group(company, confirm, *others)
    members = [hire(company.units["EAST"]["id"], group["code"])[1] for _ in range(2)]
    product = admin.post("/v1/products", {"code": new_id(), "name": "Saw", "list_price": "1.00"})
    customer = members[0].post("/v1/customers", {"name": f"Customer {new_id()}"})
    body = {"customer_id": customer["id"], "lines": [{"product_id": product["id"], "quantity": 1}]}
    orders = [members[0].post("/v1/orders", body) for _ in range(4)]
    key = {"Idempotency-Key": new_id()}
    members[0].ok("POST", f"/v1/orders/{orders[0]['id']}/confirm", {}, headers=key)
    admin.post(f"/v1/groups/{group['id']}/revoke", confirm)
    for member, order in zip(members, orders[1:3], strict=True):
        refused = member.refused("POST", f"/v1/orders/{order['id']}/confirm", {}, status=403, code="right_missing")
        assert refused["right"] == "sales.order:confirm"
        assert member.get(f"/v1/orders/{order['id']}")["status"] == "draft"
    members[0].refused("POST", f"/v1/orders/{orders[0]['id']}/confirm", {}, headers=key, status=403)
    admin.post(f"/v1/groups/{group['id']}/grant", confirm)
    assert members[1].post(f"/v1/orders/{orders[3]['id']}/confirm")["status"] == "confirmed"


PARTNERS_LEAD_IS_OPEN = {
    "id", "version", "created_at", "updated_at", "name", "company", "email", "phone", "status", "budget", "owner",
    "org_unit",
}  # fmt: skip


@pytest.fixture
def partner(company: Company, hire: Any) -> tuple[Any, Client]:
    """A dealer's unit below the northern branch, and somebody of it."""
    code = f"D-{new_id()[-10:].upper()}"
    body = {"code": code, "name": code, "kind": "dealer", "parent_id": company.units["NORTH"]["id"]}
    unit = company["admin"].post("/v1/org-units", body)
    return unit, hire(unit["id"], "partner")[1]


@pytest.mark.feature("P-01")
def test_a_partner_sees_only_the_records_of_its_unit_and_only_the_fields_that_are_open(
    company: Company, hire: Any, partner: tuple[Any, Client]
) -> None:
    unit, client = partner
    _, colleague = hire(unit["id"], "partner")
    _, clerk = hire(unit["id"], "salesperson")
    ours = clerk.post("/v1/leads", {"name": f"Ours {new_id()}", "company": "Mills", "note": "pays late"})
    theirs = company["nils.north"].post("/v1/leads", {"name": "Branch", "company": "Mills"})
    deal = clerk.post("/v1/opportunities", {"name": "Deal", "amount": "50.00", "next_step": "lower the price"})
    for person in (client, colleague):
        person.refused("GET", f"/v1/leads/{theirs['id']}", status=404)
        shown = person.get(f"/v1/leads/{ours['id']}")
        assert shown.keys() == PARTNERS_LEAD_IS_OPEN
        page = person.get("/v1/leads", params={"count": "exact", "totals": "budget"})
        assert ([row["id"] for row in page["data"]], page["count"]) == ([ours["id"]], 1)
        assert page["data"][0].keys() == PARTNERS_LEAD_IS_OPEN
        searched = person.post("/v1/leads/search", {"filter": {"field": "company", "op": "eq", "value": "Mills"}})
        assert [row["id"] for row in searched["data"]] == [ours["id"]]
        assert searched["data"][0].keys() == PARTNERS_LEAD_IS_OPEN
        told = person.get(f"/v1/opportunities/{deal['id']}")
        assert told["amount"] == "50.00"
        assert told.keys().isdisjoint({"next_step", "probability", "weighted_amount", "winner_competitor"})
    made = client.post("/v1/leads", {"name": "From the partner", "company": "Forge"})
    assert made["org_unit"]["id"] == unit["id"]
    assert "note" not in made
    entries = client.get(f"/v1/leads/{ours['id']}/history")["data"]
    assert entries[0]["type"].endswith("lead.created.v1")
    assert entries[0]["changes"]["name"]["after"] == ours["name"]
    assert set().union(*(entry["changes"] for entry in entries)).isdisjoint({"note", "source"})
    heard = eventually(lambda: [one for one in _events(client, "sales.lead.*") if one["subject"] == ours["id"]])
    assert (heard[0]["data"]["name"], "note" in heard[0]["data"]["changes"]) == (ours["name"], False)
    assert not [one for one in _events(client, "sales.lead.*") if one["subject"] == theirs["id"]]
    client.refused("GET", "/v1/requests", status=403, code="right_missing")
    client.refused("POST", f"/v1/opportunities/{deal['id']}/win", {}, status=403, code="right_missing")


def _events(client: Client, kind: str) -> list[Any]:
    """All that the caller may hear of these types, from the beginning."""
    told, after = [], None
    while True:
        page = client.get("/v1/events", params={"type": kind, **({"after": after} if after else {})})
        told += page["data"]
        if page["next"] is None:
            return told
        after = page["cursor"]


@pytest.mark.parametrize(
    "params",
    [
        {"filter[weighted_amount][gt]": "1"},
        {"filter[probability][eq]": "10"},
        {"filter[source][null]": "true"},
        {"sort": "weighted_amount"},
        {"sort": "-amount,-weighted_amount"},
        {"totals": "weighted_amount"},
        {"fields": "name,next_step"},
        {"q": "lower"},
    ],
    ids=lambda params: " ".join(params),
)
def test_a_hidden_field_can_not_be_asked_about(partner: tuple[Any, Client], params: dict[str, str]) -> None:
    partner[1].refused("GET", "/v1/opportunities", params=params, status=400, code="field_is_hidden")


@pytest.mark.parametrize(
    "filter_",
    [
        {"field": "probability", "op": "gte", "value": 1},
        {
            "and": [
                {"field": "name", "op": "eq", "value": "x"},
                {"not": {"field": "source", "op": "null", "value": True}},
            ]
        },
        {"or": [{"or": [{"field": "weighted_amount", "op": "lt", "value": "5"}]}]},
    ],
)
def test_a_hidden_field_can_not_be_searched_however_deep(partner: tuple[Any, Client], filter_: Any) -> None:
    body = {"filter": filter_}
    partner[1].refused("POST", "/v1/opportunities/search", body, status=400, code="field_is_hidden")


def test_a_hidden_field_can_not_be_written(partner: tuple[Any, Client]) -> None:
    client = partner[1]
    lead = client.post("/v1/leads", {"name": "Mine"})
    for body in ({"note": "x"}, {"name": "y", "note": None}):
        told = client.refused("PATCH", f"/v1/leads/{lead['id']}", body, status=403, code="field_is_closed")
        assert told["fields"] == ["note"]
    client.refused("POST", "/v1/leads", {"name": "N", "note": "x"}, status=403, code="field_is_closed")
    assert client.patch(f"/v1/leads/{lead['id']}", {"name": "Renamed"})["version"] == lead["version"] + 1


def test_a_bulk_and_a_repeated_key_show_no_more_than_a_single_call(partner: tuple[Any, Client]) -> None:
    client, key = partner[1], {"Idempotency-Key": new_id()}
    operations = [{"op": "create", "body": body} for body in ({"name": "A"}, {"name": "B", "note": "x"})]
    for _ in range(2):
        done = client.ok("POST", "/v1/leads/bulk", {"operations": operations}, headers=key)["results"]
        assert [one["status"] for one in done] == [201, 403]
        assert done[0]["body"].keys() == PARTNERS_LEAD_IS_OPEN
        assert done[1]["problem"]["code"] == "field_is_closed"


def test_a_limit_binds_whatever_else_is_held_and_is_never_handed_on_wider(company: Company, hire: Any) -> None:
    admin = company["admin"]
    limited = {"right": "sales.lead:read", "reach": "unit", "open_fields": ["company", "name"]}
    narrow = set_up_group(company, limited)
    assert narrow["grants"] == [limited]
    unit = company.units["EAST"]["id"]
    person, client = hire(unit, "salesperson", narrow["code"])
    lead = client.post("/v1/leads", {"name": "Plain", "company": "Forge"})
    assert set(lead) == {"id", "version", "created_at", "updated_at", "name", "company"}
    client.refused("POST", "/v1/leads", {"name": "Plain", "email": "a@example.com"}, status=403, code="field_is_closed")
    admin.post(f"/v1/groups/{narrow['id']}/remove-member", {"person_id": person["id"]})
    assert "email" in client.get(f"/v1/leads/{lead['id']}")
    wide = {"right": "sales.*", "reach": "unit", "open_fields": ["name"]}
    admin.refused("POST", f"/v1/groups/{narrow['id']}/grant", wide, status=422, code="fields_need_a_noun")


@pytest.mark.feature("E-02")
def test_a_customer_who_signs_in_sees_own_prices_orders_invoices_and_cases_and_nobody_elses(
    company: Company, hire: Any
) -> None:
    admin, nils = company["admin"], company["nils.north"]
    ours, other = (nils.post("/v1/customers", {"name": f"Customer {new_id()}"}) for _ in range(2))
    orders = {one["id"]: sell(company, nils, one) for one in (ours, other)}
    invoices, cases = {}, {}
    for customer in (ours, other):
        order_id = orders[customer["id"]]["id"]
        invoices[customer["id"]] = company["helen.head"].post(f"/v1/orders/{order_id}/invoices", {"amount": "20.00"})
        case = {"customer_id": customer["id"], "description": "It squeaks"}
        cases[customer["id"]] = eventually(lambda body=case: _made(nils.ask("POST", "/v1/requests", body)))
    deal = nils.post("/v1/opportunities", {"name": "More", "customer_id": ours["id"]})
    line = {"product_id": orders[ours["id"]]["product_id"], "quantity": 4, "unit_price": "8.00"}
    quotation = {"opportunity_id": deal["id"], "valid_until": "2099-01-01", "lines": [line]}
    quoted = nils.post("/v1/quotations", quotation)
    nils.post(f"/v1/quotations/{quoted['id']}/send")

    person, client = hire(company.units["NORTH"]["id"], "portal_customer")
    client.refused("GET", f"/v1/customers/{ours['id']}", status=404)
    linked = admin.post(f"/v1/people/{person['id']}/link-customer", {"customer_id": ours["id"]})
    assert linked["customer_id"] == ours["id"]

    for path, made in (("/v1/orders", orders), ("/v1/invoices", invoices), ("/v1/requests", cases)):
        page = client.get(path, params={"count": "exact"})
        assert ([row["id"] for row in page["data"]], page["count"]) == ([made[ours["id"]]["id"]], 1), path
        assert client.get(f"{path}/{made[ours['id']]['id']}")["number"] == made[ours["id"]]["number"]
        client.refused("GET", f"{path}/{made[other['id']]['id']}", status=404)
    assert "note" not in client.get(f"/v1/orders/{orders[ours['id']]['id']}")
    assert client.get(f"/v1/customers/{ours['id']}")["name"] == ours["name"]

    prices = {row["id"]: row for row in client.all(f"/v1/customers/{ours['id']}/prices", params={"limit": "200"})}
    own, plain = (prices[orders[one["id"]]["product_id"]] for one in (ours, other))
    assert (own["price"], own["basis"], own["quotation_number"]) == ("8.00", "quotation", quoted["number"])
    assert (own["list_price"], own["valid_until"]) == ("10.00", "2099-01-01")
    assert (plain["price"], plain["basis"], plain["quotation_number"]) == ("10.00", "list", None)
    for path in ("", "/prices", "/history"):
        client.refused("GET", f"/v1/customers/{other['id']}{path}", status=404)
    for path in ("/v1/leads", "/v1/opportunities", "/v1/quotations", "/v1/people", "/v1/org-units"):
        client.refused("GET", path, status=403, code="right_missing")

    admin.post(f"/v1/people/{person['id']}/link-customer", {"customer_id": other["id"]})
    client.refused("GET", f"/v1/orders/{orders[ours['id']]['id']}", status=404)
    assert client.get(f"/v1/orders/{orders[other['id']]['id']}")["number"] == orders[other["id"]]["number"]
    admin.post(f"/v1/people/{person['id']}/link-customer", {"customer_id": None})
    assert client.get("/v1/orders")["data"] == []
    history = admin.get(f"/v1/people/{person['id']}/history")["data"]
    assert history[-1]["changes"]["customer_id"] == {"before": other["id"], "after": None}


def _made(answer: Any) -> Any:
    return answer.json() if answer.status_code == 201 else None


def test_nobody_links_people_to_customers_out_of_sight_or_beyond_their_own_rights(company: Company, hire: Any) -> None:
    linking = {"right": "gateway.person:link_customer", "reach": "all"}
    seeing = {"right": "sales.customer:read", "reach": "unit"}
    group = set_up_group(company, linking, seeing)
    _, clerk = hire(company.units["SOUTH"]["id"], group["code"])
    customer = company["nils.north"].post("/v1/customers", {"name": f"Customer {new_id()}"})
    visitor, _ = hire(company.units["SOUTH"]["id"], "portal_customer")
    path = f"/v1/people/{visitor['id']}/link-customer"
    clerk.refused("POST", path, {"customer_id": customer["id"]}, status=404)
    own = company["sara.south"].post("/v1/customers", {"name": f"Customer {new_id()}"})
    clerk.refused("POST", path, {"customer_id": own["id"]}, status=403, code="grants_more_than_you_hold")
    company["sara.south"].refused("POST", path, {"customer_id": own["id"]}, status=403, code="right_missing")
    company["admin"].refused("POST", path, {"customer_id": new_id()}, status=404)
    company["admin"].refused("POST", path, {"customer_id": "x"}, status=400)
