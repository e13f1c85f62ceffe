"""Customers and contacts through the public API: whom one sees, and how one finds them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.ids import new_id
from tests.end_to_end.client import eventually
from tests.end_to_end.company import PASSWORD, Company


@pytest.mark.feature("S-052")
def test_list_detail_count_search_and_autocomplete_agree_for_each_of_three_users(company: Company) -> None:
    mark = f"mark{new_id()[-12:]}"
    made = {
        login: company[login].post("/v1/customers", {"name": f"{mark} {login}"})
        for login in ("olga.office", "nils.north", "sara.south")
    }
    expected = {
        "olga.office": {"olga.office"},
        "nora.north": {"olga.office", "nils.north"},
        "sara.south": {"sara.south"},
    }
    for login, owners in expected.items():
        client, ids = company[login], {made[owner]["id"] for owner in owners}
        page = client.get("/v1/customers", params={"filter[name][like]": f"{mark}*", "count": "exact"})
        searched = client.post("/v1/customers/search", {"q": mark})["data"]
        offered = client.get("/v1/customers", params={"q": mark[:10], "fields": "name"})["data"]
        assert {row["id"] for row in page["data"]} == {row["id"] for row in searched} == ids
        assert ids <= {row["id"] for row in offered}
        assert not {row["id"] for row in offered} & ({one["id"] for one in made.values()} - ids)
        assert page["count"] == len(ids)
        for owner, customer in made.items():
            status = client.ask("GET", f"/v1/customers/{customer['id']}").status_code
            assert status == (200 if owner in owners else 404)


def test_a_customer_recorded_twice_is_told_where_the_first_one_is(company: Company) -> None:
    nils, domain = company["nils.north"], f"{new_id()[-12:]}.example.com"
    known = nils.post("/v1/customers", {"name": f"First {domain}", "domain": domain})
    body = {"name": "Second", "domain": f"WWW.{domain}"}
    problem = nils.refused("POST", "/v1/customers", body, status=409, code="customer_duplicate")
    assert problem["candidates"] == [{"id": known["id"], "name": known["name"], "same": ["domain"]}]
    assert nils.post("/v1/customers", {**body, "allow_duplicate": True})["name"] == "Second"
    assert company["sara.south"].post("/v1/customers", body)["version"] == 1


@pytest.mark.feature("S-066")
def test_one_contact_entity_serves_five_kinds_and_each_filters_separately(company: Company) -> None:
    nils, mark = company["nils.north"], new_id()
    customer = nils.post("/v1/customers", {"name": mark})
    kinds = ("customer", "competitor", "partner", "supplier", "introducer")
    made = {
        kind: nils.post("/v1/contacts", {"name": f"{kind} {mark}", "kind": kind, "customer_id": customer["id"]})
        for kind in kinds
    }
    for kind in kinds:
        rows = nils.get("/v1/contacts", params={"filter[kind][eq]": kind, "filter[customer_id][eq]": customer["id"]})
        assert rows["data"] == [made[kind]]
    nils.refused("POST", "/v1/contacts", {"name": "x", "kind": "friend"}, status=400)
    nils.refused("POST", "/v1/contacts", {"name": "x", "kind": "customer"}, status=422, code="contact_customer_missing")


@pytest.mark.feature("C-01")
def test_a_contact_is_found_by_name_or_any_part_of_a_number_within_ones_scope(company: Company) -> None:
    olga, name = company["olga.office"], f"Ada{new_id()[-12:]}"
    digits = str(int(new_id()[-12:], 16))[-10:].rjust(10, "7")
    ada = olga.post("/v1/contacts", {"name": name, "kind": "partner", "phone": f"+49 {digits[:3]} {digits[3:]}"})
    for words in (name, name[:6], digits, digits[2:], digits[3:9], f"{name} {digits[5:9]}"):
        for login, found in (("olga.office", True), ("nora.north", True), ("nils.north", False), ("sara.south", False)):
            rows = company[login].all("/v1/contacts", params={"q": words})
            assert (ada["id"] in {row["id"] for row in rows}) is found, (words, login)


def test_the_same_customer_recorded_by_many_at_once_is_recorded_once(company: Company) -> None:
    nils, name = company["nils.north"], f"Mills {new_id()}"
    with ThreadPoolExecutor(6) as threads:
        forms = ("", " Inc.", " GmbH", " Ltd", " LLC", ", AG")
        answers = list(threads.map(lambda form: nils.ask("POST", "/v1/customers", {"name": name + form}), forms))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]
    [made] = [answer.json() for answer in answers if answer.status_code == 201]
    told = [answer.json()["candidates"] for answer in answers if answer.status_code == 409]
    assert told == [[{"id": made["id"], "name": made["name"], "same": ["name"]}]] * 5
    found = nils.get("/v1/customers", params={"filter[name][like]": f"{name}*", "count": "exact"})
    assert ([row["id"] for row in found["data"]], found["count"]) == ([made["id"]], 1)


@pytest.mark.feature("S-054")
def test_type_and_status_are_managed_lists_and_a_status_change_is_an_event_with_old_and_new_value(
    company: Company,
) -> None:
    nils, helen = company["nils.north"], company["helen.head"]
    for field in ("type", "status"):
        value, lists = f"{field} {new_id()[-12:]}", f"/v1/picklists/customer_{field}/values"
        body = {"name": f"Customer {new_id()}", field: value}
        nils.refused("POST", "/v1/customers", body, status=422, code="picklist_value_refused")
        helen.post(lists, {"code": value})
        assert nils.post("/v1/customers", body)[field] == value
        helen.post(f"{lists}/{value}/retire")
        again = {"name": f"Customer {new_id()}", field: value}
        nils.refused("POST", "/v1/customers", again, status=422, code="picklist_value_refused")
    customer = nils.post("/v1/customers", {"name": f"Customer {new_id()}"})
    path = f"/v1/customers/{customer['id']}"
    assert (customer["type"], customer["status"]) == ("company", "prospect")
    nils.patch(path, {"phone": "030 123456"})
    nils.patch(path, {"status": "active", "type": "government"})
    entries = nils.get(f"{path}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in entries] == ["created", "changed", "status_changed"]
    assert entries[2]["changes"] == {
        "status": {"before": "prospect", "after": "active"},
        "type": {"before": "company", "after": "government"},
    }

    def told() -> list[dict[str, object]]:
        page = nils.get("/v1/events", params={"type": "sales.customer.status_changed", "limit": 200})
        return [event["data"] for event in page["data"] if event["subject"] == customer["id"]]

    [event] = eventually(told, 60)
    assert (event["from_status"], event["to_status"]) == ("prospect", "active")


@pytest.mark.feature("S-063")
def test_colleagues_discuss_a_customer_where_neither_the_portal_nor_a_partner_reads_along(company: Company) -> None:
    nils, nora, admin = company["nils.north"], company["nora.north"], company["admin"]
    customer = nils.post("/v1/customers", {"name": f"Customer {new_id()}"})
    path = f"/v1/customers/{customer['id']}/comments"
    first = nils.post(path, {"text": "Pays late."})
    second = nora.post(path, {"text": "Since when?", "reply_to_id": first["id"]})
    for login in ("nils.north", "nora.north", "helen.head"):
        thread = company[login].get(path)["data"]
        assert [one["id"] for one in thread] == [second["id"], first["id"]]
        assert [(one["author"]["login"], one["text"]) for one in thread][1] == ("nils.north", "Pays late.")
    company["sara.south"].refused("GET", path, status=404)
    code = f"g{new_id()[-12:]}"
    group = admin.post("/v1/groups", {"code": code, "name": code})
    for right in ("sales.comment:read", "sales.comment:write", "sales.customer:read"):
        admin.post(f"/v1/groups/{group['id']}/grant", {"right": right, "reach": "all"})
    for groups in (["portal_customer"], ["portal_customer", code]):
        login = f"visitor{new_id()[-12:]}"
        body = {"login": login, "name": "Visitor", "unit_id": company.units["NORTH"]["id"], "groups": groups}
        person = admin.post("/v1/people", {**body, "password": PASSWORD, "must_change_password": False})
        admin.post(f"/v1/people/{person['id']}/link-customer", {"customer_id": customer["id"]})
        visitor = company.stack.client(login, PASSWORD)
        assert visitor.get(f"/v1/customers/{customer['id']}")["name"] == customer["name"]
        visitor.refused("GET", path, status=403)
        visitor.refused("POST", path, {"text": "Hello?"}, status=403)
        entries = str(visitor.get(f"/v1/customers/{customer['id']}/timeline")) + str(visitor.get("/v1/events"))
        assert "Pays late." not in entries
    assert len(nils.get(path)["data"]) == 2
