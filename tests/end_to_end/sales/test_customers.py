"""Customers and contacts through the public API: whom one sees, and how one finds them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.ids import new_id
from tests.end_to_end.company import Company


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
