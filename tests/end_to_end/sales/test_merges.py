"""Customers managed as one, whoever recorded them: found, told apart from their likes, merged, and separated again."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.gateway.test_one_customer import deal_with, kinds

LISTS = ("campaign-members", "contacts", "invoices", "opportunities", "orders", "payments", "quotations", "requests",
         "shipments", "visits")  # fmt: skip


@pytest.mark.feature("S-051")
def test_customers_are_created_edited_and_found_and_what_looks_the_same_is_refused_with_candidates(
    company: Company,
) -> None:
    nils, mark = company["nils.north"], new_id()[-12:]
    phone = str(int(mark, 16))[-9:].rjust(9, "7")
    body = {"name": f"Joinery {mark}, Inc.", "tax_id": f"DE {mark}", "phone": f"030 {phone}"}
    body["domain"] = f"{mark}.example.com"
    known = nils.post("/v1/customers", body)
    path = f"/v1/customers/{known['id']}"
    alike = {
        "name": f"Ｊoinery {mark.upper()} GmbH",
        "tax_id": f"de-{mark}",
        "phone": f"(030) {phone[:4]}-{phone[4:]}",
        "domain": f"www.{mark}.EXAMPLE.com",
    }
    other = nils.post("/v1/customers", {"name": f"Other {new_id()}"})
    for trait, value in alike.items():
        again = {"name": f"New {new_id()}", trait: value}
        for method, where, sent in (
            ("POST", "/v1/customers", again),
            ("PATCH", f"/v1/customers/{other['id']}", {trait: value}),
        ):
            problem = nils.refused(method, where, sent, status=409, code="customer_duplicate")
            assert problem["candidates"] == [{"id": known["id"], "name": known["name"], "same": [trait]}]
    assert nils.patch(path, {"industry": "furniture"})["industry"] == "furniture"
    for words in (mark, phone, f"joinery {mark[:6]}"):
        assert [row["id"] for row in nils.all("/v1/customers", params={"q": words})] == [known["id"]], words
        assert [row["id"] for row in nils.post("/v1/customers/search", {"q": words})["data"]] == [known["id"]]


@pytest.mark.feature("S-051")
def test_a_merge_moves_whatever_points_to_the_duplicate_in_all_services_until_it_is_undone(company: Company) -> None:
    nils, helen, name = company["nils.north"], company["helen.head"], f"Twin {new_id()}"
    gone = nils.post("/v1/customers", {"name": name})
    kept = nils.post("/v1/customers", {"name": f"Kept {new_id()}"})
    made = deal_with(company, gone, "nils.north", "nina.north", "helen.head")
    visitor = _visitor(company, gone)

    def has(customer: Any) -> dict[str, int]:
        theirs = {"filter[customer_id][eq]": customer["id"]}
        return {noun: len(helen.get(f"/v1/{noun}", params=theirs)["data"]) for noun in LISTS}

    whole, nothing = dict.fromkeys(LISTS, 1), dict.fromkeys(LISTS, 0)
    assert (has(gone), has(kept)) == (whole, nothing)
    path = f"/v1/customers/{kept['id']}/merges"
    merge = nils.post(path, {"duplicate_id": gone["id"]})
    assert merge["moved"] == {"contacts": 1, "opportunities": 1, "orders": 1, "quotations": 1, "visits": 1}
    nils.refused("GET", f"/v1/customers/{gone['id']}", status=404)
    assert nils.all("/v1/customers", params={"q": name}) == []
    assert nils.get("/v1/customers", params={"filter[name][eq]": name, "count": "exact"})["count"] == 0
    assert eventually(lambda: has(kept) == whole, 60), has(kept)
    assert has(gone) == nothing
    assert kinds(helen, kept) == [kind for kind, _ in made[::-1]]
    assert [row["id"] for row in visitor.get("/v1/orders")["data"]] == [dict(made)["order"]]
    company["sara.south"].refused("POST", path, {"duplicate_id": gone["id"]}, status=404)
    nils.refused("POST", path, {"duplicate_id": gone["id"]}, status=404)
    nils.refused("POST", path, {"duplicate_id": kept["id"]}, status=422, code="customer_merge_itself")
    [listed] = nils.get(path)["data"]
    assert (listed["duplicate_name"], listed["undone_at"]) == (name, None)

    nils.post(f"{path}/{merge['id']}/undo")
    assert nils.get(f"/v1/customers/{gone['id']}")["name"] == name
    assert eventually(lambda: has(gone) == whole, 60), has(gone)
    assert has(kept) == nothing
    assert kinds(helen, gone) == [kind for kind, _ in made[::-1]]
    assert [row["id"] for row in visitor.get("/v1/orders")["data"]] == [dict(made)["order"]]
    nils.refused("POST", f"{path}/{merge['id']}/undo", status=409, code="merge_undone")
    told = [entry["type"].split(".")[3] for entry in nils.get(f"/v1/customers/{gone['id']}/history")["data"]]
    assert told == ["created", "merged", "merge_undone"]


def _visitor(company: Company, customer: Any) -> Any:
    """Somebody of this customer, in the portal."""
    login, admin = f"visitor{new_id()[-12:]}", company["admin"]
    body = {"login": login, "name": "Visitor", "unit_id": company.units["NORTH"]["id"], "groups": ["portal_customer"]}
    person = admin.post("/v1/people", {**body, "password": PASSWORD, "must_change_password": False})
    admin.post(f"/v1/people/{person['id']}/link-customer", {"customer_id": customer["id"]})
    return company.stack.client(login, PASSWORD)
