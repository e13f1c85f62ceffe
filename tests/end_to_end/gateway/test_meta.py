"""What a list is made of, as the API itself tells it: to whoever may read the list, and to nobody else."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.sign_in.browser import new_person
from tests.end_to_end.test_rights import set_up_group

NEVER_NAMED = ("id", "version", "created_at", "updated_at", "owner", "org_unit")


def signed_in(company: Company, person: dict[str, Any]) -> Client:
    return company.stack.client(person["login"], PASSWORD)


def meta(client: Client, entity: str) -> Any:
    return client.get(f"/v1/meta/{entity}")


def by_name(told: Any) -> dict[str, Any]:
    return {one["name"]: one for one in told["fields"]}


def test_every_list_tells_its_fields_and_what_it_tells_is_what_it_does(company: Company) -> None:
    """What is said of sorts and filters the list takes, and what is said to be shown its records are asked for by."""
    admin = company["admin"]
    paths = admin.get("/v1/openapi.json")["paths"]
    lists = [
        path.removeprefix("/v1/")
        for path in paths
        if path.count("/") == 2 and "{" not in path and f"{path}/search" in paths
    ]
    assert len(lists) > 60
    for entity in lists:
        told = meta(admin, entity)
        assert told["entity"] == entity
        fields = by_name(told)
        assert len(fields) == len(told["fields"])
        assert set(told["columns"]) <= {name for name, one in fields.items() if one["shown"]}, entity
        described = {one["$ref"].rpartition("/")[2] for one in paths[f"/v1/{entity}"]["get"]["parameters"]}
        for name, one in fields.items():
            if not name.startswith("custom.") and one["operators"]:
                assert any(each.startswith(f"filter_{name}_") for each in described), (entity, name)
    for entity in ("leads", "opportunities", "customers", "orders"):
        fields = by_name(meta(admin, entity))
        for name, one in fields.items():
            if one["sortable"]:
                admin.get(f"/v1/{entity}", params={"sort": name, "limit": 1})
            if one["summed"]:
                admin.get(f"/v1/{entity}", params={"totals": name, "limit": 1})
        shown = ",".join(name for name, one in fields.items() if one["shown"] and not name.startswith("custom."))
        admin.get(f"/v1/{entity}", params={"fields": shown, "limit": 1})


@pytest.mark.parametrize("entity", ["leads", "opportunities"])
def test_a_form_made_of_what_is_told_makes_a_record(company: Company, entity: str) -> None:
    nils = company["nils.north"]
    fields = by_name(meta(nils, entity))
    required = [name for name, one in fields.items() if one["required"]]
    values: dict[str, Any] = {"text": f"Told {new_id()}"}
    body = {
        name: fields[name]["choices"][0]["code"] if fields[name]["choices"] else values[fields[name]["type"]]
        for name in required
    }
    made = nils.post(f"/v1/{entity}", body)
    assert {name: made[name] for name in body} == body
    for name in required:
        answer = nils.ask("POST", f"/v1/{entity}", {key: value for key, value in body.items() if key != name})
        assert answer.status_code in (400, 422), answer.text
    for name in NEVER_NAMED:
        assert name not in fields or (fields[name]["writable"] in ([], ["create"]))


def test_deals_tell_their_choices_references_and_board(company: Company) -> None:
    nils = company["nils.north"]
    told = meta(nils, "opportunities")
    fields = by_name(told)
    assert {one["code"] for one in fields["status"]["choices"]} == {"open", "won", "lost"}
    assert (fields["name"]["required"], fields["name"]["writable"]) == (True, ["create", "change"])
    assert fields["amount"]["type"] == "decimal"
    assert "between" in fields["amount"]["operators"]
    assert fields["amount"]["summed"]
    assert fields["amount"]["sortable"]
    assert (fields["customer"]["type"], fields["customer"]["shown"]) == ("reference", True)
    assert (fields["customer_id"]["type"], fields["customer_id"]["shown"]) == ("id", False)
    assert "eq" in fields["customer_id"]["operators"]
    assert fields["customer_id"]["writable"] == ["create", "change"]
    assert fields["number"]["writable"] == []
    assert fields["source"]["picklist"] == "opportunity_source"
    assert told["sort"] == "-created_at"
    assert told["columns"][:2] == ["name", "customer"]
    board = told["board"]
    assert (board["by"], board["cards"], board["sort"], board["totals"]) == ("stage", 25, "-amount", ["amount"])
    column = {"sort": [board["sort"]], "totals": board["totals"], "fields": board["fields"], "limit": board["cards"]}
    nils.post("/v1/opportunities/search", column)
    assert meta(nils, "leads")["board"] is None


def test_custom_fields_are_told_as_they_are_now_and_the_tag_says_whether_anything_is_new(
    company: Company,
) -> None:
    admin, nils = company["admin"], company["nils.north"]
    name = f"f{new_id()[-12:]}"
    before = nils.ask("GET", "/v1/meta/visits")
    tag = before.headers["ETag"]
    same = nils.ask("GET", "/v1/meta/visits", headers={"If-None-Match": tag})
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", tag)
    field = admin.post(
        "/v1/custom-fields",
        {
            "entity": "visits",
            "code": name,
            "label": {"en": "Mood", "zh": "气氛"},
            "type": "choice",
            "choices": [{"code": "good", "label": {"en": "Good", "zh": "好"}}, {"code": "bad"}],
            "default": "good",
        },
    )
    anew = nils.ask("GET", "/v1/meta/visits", headers={"If-None-Match": tag})
    assert anew.status_code == 200
    assert anew.headers["ETag"] != tag
    told = by_name(anew.json())[f"custom.{name}"]
    assert told["label"] == {"en": "Mood", "zh": "气氛"}
    assert told["choices"][0] == {"code": "good", "label": {"en": "Good", "zh": "好"}}
    assert [one["code"] for one in told["choices"]] == ["good", "bad"]
    assert (told["type"], told["default"], told["required"]) == ("choice", "good", False)
    assert (told["writable"], told["retired"]) == (["create", "change"], False)
    assert "eq" in told["operators"]
    admin.post(f"/v1/picklists/visits.{name}/values/bad/retire", {})
    assert [one["code"] for one in by_name(meta(nils, "visits"))[f"custom.{name}"]["choices"]] == ["good"]
    admin.post(f"/v1/custom-fields/{field['id']}/retire", {})
    gone = by_name(meta(nils, "visits"))[f"custom.{name}"]
    assert (gone["writable"], gone["retired"], gone["shown"]) == ([], True, True)


def test_it_is_told_to_whoever_may_read_the_list_and_to_nobody_else(company: Company) -> None:
    admin = company["admin"]
    stranger = signed_in(company, new_person(company))
    stranger.refused("GET", "/v1/meta/leads", status=403, code="right_missing")
    admin.refused("GET", "/v1/meta/unicorns", status=404, code="not_found")
    stranger.refused("GET", "/v1/meta/unicorns", status=404, code="not_found")
    admin.refused("GET", "/v1/meta/leads?fields=name", status=400)
    only = {"right": "sales.customer:read", "reach": "all", "open_fields": ["city", "name"]}
    group = set_up_group(company, only)
    narrow = signed_in(company, new_person(company, "EAST", group["code"]))
    told = meta(narrow, "customers")
    assert {"name", "city"} <= set(by_name(told))
    assert not {"industry", "annual_revenue", "phone"} & {*by_name(told), *told["columns"]}


def test_the_currency_is_of_the_nearest_unit_that_has_one(company: Company) -> None:
    admin, mark = company["admin"], new_id()[-6:].upper()
    above = admin.post(
        "/v1/org-units",
        {"code": f"U{mark}", "name": mark, "kind": "branch", "parent_id": company.units["HQ"]["id"], "currency": "CNY"},
    )
    below = admin.post(
        "/v1/org-units", {"code": f"U{mark}-1", "name": mark, "kind": "office", "parent_id": above["id"]}
    )
    assert (above["currency"], below["currency"]) == ("CNY", None)
    who = signed_in(company, new_person(company, "EAST", "salesperson", unit_id=below["id"]))
    me = who.get("/v1/me")
    assert me["currency"] == "CNY"
    assert me["locale"]
    assert me["time_zone"]
    admin.patch(f"/v1/org-units/{below['id']}", {"currency": "HKD"})
    assert who.get("/v1/me")["currency"] == "HKD"
    admin.patch(f"/v1/org-units/{below['id']}", {"currency": None})
    assert who.get("/v1/me")["currency"] == "CNY"
    admin.patch(f"/v1/org-units/{above['id']}", {"currency": None})
    assert who.get("/v1/me")["currency"] == "USD"
    for wrong in ("eur", "EURO", 7, ""):
        admin.refused("PATCH", f"/v1/org-units/{below['id']}", {"currency": wrong}, status=400)
    who.refused("PATCH", f"/v1/org-units/{below['id']}", {"currency": "EUR"}, status=403)
