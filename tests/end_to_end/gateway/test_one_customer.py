"""One customer in all services: the same id everywhere, one timeline, and one address whoever changed it how."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.contracts.gateway.customers import KNOWING
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.gateway.test_undo import imported
from tests.end_to_end.sign_in.browser import new_person

HEADER = "Tenon-Channel"


def timeline(client: Client, customer: Any, **params: Any) -> list[Any]:
    return client.all(f"/v1/customers/{customer['id']}/timeline", params=params)


def kinds(client: Client, customer: Any, **params: Any) -> list[str]:
    return [entry["kind"] for entry in timeline(client, customer, **params)]


def insisting(client: Client, path: str, body: Any, **more: Any) -> Any:
    """Until the service has heard of the customer."""
    made = eventually(lambda: (told := client.ask("POST", path, body, **more)).status_code == 201 and told.json())
    assert made, client.ask("POST", path, body).text
    return made


def deal_with(company: Company, customer: Any, seller: str, keeper: str, head: str) -> list[tuple[str, str]]:
    """A record of every kind about the customer; kinds and ids, oldest first."""
    sells, keeps, leads = company[seller], company[keeper], company[head]
    product = company["admin"].post("/v1/products", {"code": new_id(), "name": "Plane", "list_price": "10.00"})
    assert eventually(lambda: keeps.ask("GET", f"/v1/items/{product['id']}").status_code == 200)
    place = keeps.post("/v1/warehouses", {"code": f"W-{new_id()[-12:].upper()}", "name": "Store"})
    goods = {"warehouse_id": place["id"], "lines": [{"item_id": product["id"], "quantity": 9}]}
    document = keeps.post("/v1/inbound-documents", goods)
    keeps.post(f"/v1/inbound-documents/{document['id']}/post")
    whose, lines = {"customer_id": customer["id"]}, [{"product_id": product["id"], "quantity": 2}]
    campaign = sells.post("/v1/campaigns", {"name": "Spring", "kind": "web"})
    made = [("campaign_member", insisting(sells, f"/v1/campaigns/{campaign['id']}/members", whose)["id"])]
    made.append(("contact", sells.post("/v1/contacts", {"kind": "customer", "name": "Ada", **whose})["id"]))
    deal = sells.post("/v1/opportunities", {"name": "More", "amount": "90.00", **whose})
    made.append(("opportunity", deal["id"]))
    quoted = {"opportunity_id": deal["id"], "valid_until": "2099-01-01", "lines": lines}
    made.append(("quotation", sells.post("/v1/quotations", quoted)["id"]))
    made.append(("request", insisting(sells, "/v1/requests", {"description": "It squeaks", **whose})["id"]))
    agreed = {"name": "Care", "coverage": "business_hours", "starts_on": "2026-01-01", "ends_on": "2099-01-01"}
    made.append(("agreement", insisting(sells, "/v1/agreements", {**agreed, **whose, "fee": "9.00"})["id"]))
    visit = {"subject": "Look at it", "starts_at": datetime.now(UTC).isoformat(), **whose}
    made.append(("visit", sells.post("/v1/visits", visit)["id"]))
    order = sells.post("/v1/orders", {**whose, "lines": lines})
    path = f"/v1/orders/{order['id']}"
    made.append(("order", order["id"]))
    sells.post(f"{path}/confirm")
    assert eventually(lambda: sells.get(f"{path}/tracking")["fulfilment"] == "reserved", 20)
    made.append(("fulfilment", order["id"]))
    made.append(("shipment", keeps.post(f"{path}/shipments")["id"]))
    made.append(("invoice", leads.post(f"{path}/invoices", {"amount": "20.00"})["id"]))
    made.append(("payment", leads.post(f"{path}/payments", {"amount": "15.00", "method": "cash"})["id"]))
    return made


@pytest.fixture(scope="module")
def customer(company: Company) -> Any:
    return company["nils.north"].post("/v1/customers", {"name": f"One {new_id()}", "address": "长安街 1 号"})


@pytest.fixture(scope="module")
def made(company: Company, customer: Any) -> list[tuple[str, str]]:
    return deal_with(company, customer, "nils.north", "nina.north", "helen.head")


@pytest.mark.feature("X-28")
def test_one_customer_id_is_taken_by_all_four_services_and_one_timeline_merges_what_they_have(
    company: Company, customer: Any, made: list[tuple[str, str]]
) -> None:
    helen = company["helen.head"]
    page = helen.get(f"/v1/customers/{customer['id']}/timeline")
    assert [(entry["kind"], entry["id"]) for entry in page["data"]] == made[::-1]
    assert {entry["service"] for entry in page["data"]} == set(KNOWING)
    times = [datetime.fromisoformat(entry["at"]) for entry in page["data"]]
    assert times == sorted(times, reverse=True)
    assert (page["next"], page["prev"], page["missing"]) == (None, None, [])
    for entry in page["data"]:
        record = helen.get(entry["path"])
        assert (record["id"], record.get("starts_at", record["created_at"])) == (entry["id"], entry["at"])
        assert entry["number"] in (None, record.get("number"))
        assert entry["status"] == record.get("status")
        assert entry["currency"] == (record.get("currency") if entry["amount"] else None), entry
    by_kind = {entry["kind"]: entry for entry in page["data"]}
    assert (by_kind["invoice"]["amount"], by_kind["payment"]["amount"]) == ("20.00", "15.00")
    assert (by_kind["agreement"]["title"], by_kind["agreement"]["amount"]) == ("Care", "9.00")
    assert (by_kind["request"]["title"], by_kind["opportunity"]["title"]) == ("It squeaks", "More")
    for path in ("campaign-members", "contacts", "quotations", "requests", "orders", "shipments", "payments"):
        rows = helen.get(f"/v1/{path}", params={"filter[customer_id][eq]": customer["id"]})["data"]
        assert len(rows) == 1, path


@pytest.mark.feature("X-28")
def test_a_timeline_is_read_page_by_page_and_narrowed_by_kind_service_and_period(
    company: Company, customer: Any, made: list[tuple[str, str]]
) -> None:
    helen, path = company["helen.head"], f"/v1/customers/{customer['id']}/timeline"
    whole = timeline(helen, customer)
    for limit in (1, 3, 9):
        assert timeline(helen, customer, limit=limit) == whole
    assert kinds(helen, customer, kind="order,payment") == ["payment", "order"]
    assert kinds(helen, customer, service="service_desk,marketing") == ["agreement", "request", "campaign_member"]
    assert kinds(helen, customer, kind="order", service="marketing") == []
    middle = whole[4]["at"]
    assert timeline(helen, customer, since=middle) == whole[:5]
    assert timeline(helen, customer, until=middle) == whole[4:]
    assert timeline(helen, customer, since=middle, until=middle, limit=1) == [whole[4]]
    cursor = helen.get(path, params={"limit": 2})["next"]
    other = company["nils.north"].post("/v1/customers", {"name": f"Other {new_id()}"})
    helen.refused(
        "GET", f"/v1/customers/{other['id']}/timeline", status=400, code="bad_cursor", params={"cursor": cursor}
    )
    for wrong in (
        {"cursor": cursor, "kind": "order"},
        {"cursor": "bm8"},
        {"kind": "secret"},
        {"service": "gateway"},
        {"limit": "0"},
        {"limit": "201"},
        {"since": "yesterday"},
        {"since": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"},
        {"sort": "at"},
    ):
        helen.refused("GET", path, status=400, params=wrong)


@pytest.mark.feature("X-28")
def test_a_timeline_tells_each_reader_what_that_reader_may_read_and_no_more(
    company: Company, customer: Any, made: list[tuple[str, str]]
) -> None:
    newest_first = [kind for kind, _ in made[::-1]]
    assert kinds(company["nils.north"], customer) == newest_first
    for limit in (1, 50):
        told = kinds(company["nina.north"], customer, limit=limit)
        assert told == ["shipment", "fulfilment", "agreement", "request", "contact"]
    entry = timeline(company["nina.north"], customer, kind="request")[0]
    assert company["nina.north"].get(entry["path"])["id"] == entry["id"]
    path = f"/v1/customers/{customer['id']}/timeline"
    for stranger in ("sven.south", "sara.south"):
        company[stranger].refused("GET", path, status=404, code="not_found")
        company[stranger].refused("GET", path, status=404, code="not_found", params={"kind": "order", "limit": 1})
    company["helen.head"].refused("GET", f"/v1/customers/{new_id()}/timeline", status=404, code="not_found")
    person = new_person(company, "NORTH", "portal_customer")
    client = company.stack.client(person["login"], PASSWORD)
    client.refused("GET", path, status=404)
    company["admin"].post(f"/v1/people/{person['id']}/link-customer", {"customer_id": customer["id"]})
    assert kinds(client, customer) == ["invoice", "order", "request"]
    invoice = timeline(client, customer, kind="invoice")[0]
    assert (invoice["amount"], invoice["title"]) == ("20.00", client.get(invoice["path"])["order_number"])


def test_a_field_that_is_closed_to_the_reader_is_not_told_by_the_timeline_and_the_copies(
    company: Company, customer: Any, made: list[tuple[str, str]]
) -> None:
    admin, code = company["admin"], f"t{new_id()[-12:]}"
    group = admin.post("/v1/groups", {"code": code, "name": code})
    for right, fields in (("sales.order:read", ["number"]), ("sales.customer:read", ["name"])):
        admin.post(f"/v1/groups/{group['id']}/grant", {"right": right, "reach": "unit", "open_fields": fields})
    client = company.stack.client(new_person(company, "NORTH", code)["login"], PASSWORD)
    [entry] = timeline(client, customer)
    assert entry["number"]
    assert (entry["amount"], entry["status"], entry["currency"]) == (None, None, None)
    copies = client.get(f"/v1/customers/{customer['id']}/copies")["data"]
    assert [copy.keys() for copy in copies] == [{"service", "id", "version", "name"}] * len(KNOWING)


def copies(client: Client, customer: Any) -> dict[str, Any]:
    told = client.get(f"/v1/customers/{customer['id']}/copies")
    assert told["missing"] == []
    return {copy.pop("service"): copy for copy in told["data"]}


def is_everywhere(client: Client, customer: Any, address: str, channel: str) -> bool:
    """Whether every service returns this address, and names the channel on which it came."""
    known = copies(client, customer)
    seen = [(known[name]["address"], known[name]["channel"]) for name in KNOWING if name in known]
    return seen == [(address, channel)] * len(KNOWING) and len({copy["version"] for copy in known.values()}) == 1


def change_by_hand(company: Company, customer: Any, address: str, channel: str) -> str:
    path = f"/v1/customers/{customer['id']}"
    company["nils.north"].patch(path, {"address": address}, headers={HEADER: channel})
    return str(company["nils.north"].me["id"])


def change_by_import(company: Company, customer: Any, address: str) -> str:
    columns = ("external_id", "name", "address")
    content = f"{','.join(columns)}\n{customer['external_id']},{customer['name']},{address}\n"
    imported(company["admin"], "customers", content, columns=columns)
    return str(company["admin"].me["id"])


def change_as(company: Company, customer: Any, address: str, person: Any) -> str:
    client = company.stack.client(person["login"], PASSWORD)
    client.patch(f"/v1/customers/{customer['id']}", {"address": address})
    return str(person["id"])


def ones_own_customer(company: Company, unit: str, customer: Any) -> Any:
    """Somebody of the customer, who may keep its address up to date."""
    admin, code = company["admin"], f"t{new_id()[-12:]}"
    group = admin.post("/v1/groups", {"code": code, "name": code})
    for verb in ("read", "change"):
        admin.post(f"/v1/groups/{group['id']}/grant", {"right": f"sales.customer:{verb}", "reach": "customer"})
    person = new_person(company, unit, code)
    admin.post(f"/v1/people/{person['id']}/link-customer", {"customer_id": customer["id"]})
    return person


def partner(company: Company) -> Any:
    code, parent = f"A-{new_id()[-8:].upper()}", company.units["EAST"]["id"]
    unit = company["admin"].post("/v1/org-units", {"code": code, "name": code, "kind": "agent", "parent_id": parent})
    return new_person(company, "EAST", "salesperson", unit_id=unit["id"])


@pytest.mark.feature("X-30")
@pytest.mark.parametrize("channel", ["face_to_face", "call_centre", "email", "web", "portal", "partner", "import"])
def test_an_address_changed_through_any_channel_is_returned_by_every_service_and_the_change_names_the_channel(
    company: Company, channel: str
) -> None:
    admin, address, external = company["admin"], f"南京路 {new_id()[-6:]} 号", f"x-{new_id()}"
    body = {"name": f"Moving {new_id()}", "external_id": external, "address": "Old Street 1"}
    if channel == "partner":
        person = partner(company)
        customer = company.stack.client(person["login"], PASSWORD).post("/v1/customers", body)
        who = change_as(company, customer, address, person)
    else:
        customer = company["nils.north"].post("/v1/customers", body)
        if channel == "import":
            who = change_by_import(company, customer, address)
        elif channel == "portal":
            who = change_as(company, customer, address, ones_own_customer(company, "NORTH", customer))
        else:
            who = change_by_hand(company, customer, address, channel)
    named = "web" if channel == "portal" else channel
    assert eventually(lambda: is_everywhere(admin, customer, address, named)), copies(admin, customer)
    assert admin.get(f"/v1/customers/{customer['id']}")["address"] == address

    entry = admin.get(f"/v1/customers/{customer['id']}/history")["data"][-1]
    assert entry["changes"] == {"address": {"before": "Old Street 1", "after": address}}
    assert (entry["channel"], entry["actor"]["id"]) == (named, who)
    params = {"filter[record_id][eq]": customer["id"], "filter[channel][eq]": named}
    found = admin.get("/v1/audit", params={**params, "limit": 1})["data"][0]
    assert (found["channel"], found["changes"]) == (named, entry["changes"])
    other = {**params, "filter[channel][eq]": "email" if named != "email" else "import"}
    assert admin.get("/v1/audit", params={**other, "count": "exact"})["count"] == 0


@pytest.mark.feature("X-30")
def test_nobody_files_a_change_under_a_channel_that_is_not_theirs(company: Company) -> None:
    nils, person = company["nils.north"], partner(company)
    customer = nils.post("/v1/customers", {"name": f"Moving {new_id()}"}, headers={HEADER: "call_centre"})
    path = f"/v1/customers/{customer['id']}"
    for wrong in ("import", "fax", "", "EMAIL", "email,web"):
        nils.refused("PATCH", path, {"address": "A"}, status=400, code="unknown_channel", headers={HEADER: wrong})
    client = company.stack.client(person["login"], PASSWORD)
    body = {"name": f"A partner's {new_id()}"}
    client.refused("POST", "/v1/leads", body, status=403, code="channel_is_not_yours", headers={HEADER: "face_to_face"})
    lead = client.post("/v1/leads", body, headers={HEADER: "partner"})
    assert [one["channel"] for one in client.get(f"/v1/leads/{lead['id']}/history")["data"]] == ["partner"]
    assert [one["channel"] for one in nils.get(f"{path}/history")["data"]] == ["call_centre"]
    plain = nils.patch(path, {"address": "B"})
    assert nils.get(f"{path}/history")["data"][-1]["channel"] is None
    assert eventually(lambda: {copy["address"] for copy in copies(nils, customer).values()} == {"B"})
    assert {copy["version"] for copy in copies(nils, customer).values()} == {plain["version"]}


def test_what_follows_from_a_change_came_on_the_same_way(company: Company) -> None:
    """A stranger fills in a form of the web; the lead that sales makes of it came by the web too."""
    nils, mail = company["nils.north"], f"{new_id()}@example.com"
    campaign = nils.post("/v1/campaigns", {"name": "Fair", "kind": "web"})
    campaign = nils.post(f"/v1/campaigns/{campaign['id']}/launch")
    answer = nils.http.post(
        f"{nils.url}/v1/forms/{campaign['form_key']}/submissions", json={"name": "Ada", "email": mail}, timeout=30
    )
    assert answer.status_code == 202, answer.text
    rows = eventually(lambda: nils.get("/v1/leads", params={"filter[email][eq]": mail})["data"])
    told = nils.get(f"/v1/leads/{rows[0]['id']}/history")["data"]
    assert [one["channel"] for one in told] == ["web"]
    after, found = None, []
    began = datetime.now(UTC)
    while not found and (datetime.now(UTC) - began).total_seconds() < 20:
        params = {"type": "sales.lead.created", "limit": 200, **({"after": after} if after else {})}
        page = nils.get("/v1/events", params=params)
        after, found = page["cursor"], [one for one in page["data"] if one["subject"] == rows[0]["id"]]
    assert [one["channel"] for one in found] == ["web"]


def test_a_bulk_is_filed_under_the_channel_that_it_names(company: Company) -> None:
    nils = company["nils.north"]
    operations = [{"op": "create", "body": {"name": f"Bulk {new_id()}"}}]
    told = nils.post("/v1/customers/bulk", {"operations": operations}, headers={HEADER: "email"})
    made = told["results"][0]["id"]
    assert [one["channel"] for one in nils.get(f"/v1/customers/{made}/history")["data"]] == ["email"]


@pytest.mark.feature("P-11")
def test_what_a_partner_logs_about_a_customer_appears_in_the_timeline_as_such(company: Company) -> None:
    person = partner(company)
    client = company.stack.client(person["login"], PASSWORD)
    customer = client.post("/v1/customers", {"name": f"Of a partner {new_id()}"})
    contact = client.post("/v1/contacts", {"kind": "customer", "name": "Met Ada", "customer_id": customer["id"]})
    admin = company["admin"]
    said = {"description": "It squeaks", "customer_id": customer["id"]}
    request = insisting(admin, "/v1/requests", said, headers={HEADER: "call_centre"})
    told = [(entry["id"], entry["channel"]) for entry in timeline(admin, customer)]
    assert told == [(request["id"], "call_centre"), (contact["id"], "partner")]


def test_a_campaign_turns_to_a_customer_once_and_knows_what_became_of_it(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    customer = nils.post("/v1/customers", {"name": f"Invited {new_id()}"})
    campaign = nils.post("/v1/campaigns", {"name": "Spring", "kind": "mail"})
    path, body = f"/v1/campaigns/{campaign['id']}/members", {"customer_id": customer["id"], "note": "Likes mail"}
    member = insisting(nils, path, body)
    assert (member["customer"]["id"], member["campaign"]["name"], member["status"]) == (
        customer["id"],
        "Spring",
        "invited",
    )
    nils.refused("POST", path, body, status=409, code="campaign_member_exists")
    nils.refused("POST", path, {"customer_id": new_id()}, status=422, code="campaign_customer_unknown")
    sara.refused("POST", path, body, status=404)
    theirs = sara.post("/v1/campaigns", {"name": "South", "kind": "mail"})
    sara.refused("POST", f"/v1/campaigns/{theirs['id']}/members", body, status=422, code="campaign_customer_unknown")
    one = f"/v1/campaign-members/{member['id']}"
    assert nils.post(f"{one}/respond")["status"] == "interested"
    nils.refused("POST", f"{one}/respond", {}, status=409, code="campaign_member_state_forbids")
    nils.refused("POST", f"{one}/decline", {}, status=400)
    declined = nils.post(f"{one}/decline", {"reason": "Too dear"})
    assert (declined["status"], declined["declined_reason"]) == ("declined", "Too dear")
    nils.refused("POST", f"{one}/respond", {}, status=409, code="campaign_member_state_forbids")
    sara.refused("GET", one, status=404)
    assert [row["id"] for row in nils.get(path)["data"]] == [member["id"]]
    assert len(nils.get(f"{one}/history")["data"]) == 3
    nils.post(f"/v1/campaigns/{campaign['id']}/cancel", {"reason": "Rain"})
    late = nils.post("/v1/customers", {"name": f"Late {new_id()}"})
    nils.refused("POST", path, {"customer_id": late["id"]}, status=409, code="campaign_is_over")
