"""Why somebody may or may not: the explanation says what is done, to those who may know, and names every rule."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company

EXPLAIN = "/v1/access/explain"


def explain(asker: Client, person: Any, record: str, **more: Any) -> Any:
    return asker.get(EXPLAIN, params={"user": person["id"], "record": record, **more.pop("params", {})}, **more)


def link(told: Any, rule: str) -> Any:
    found = [one for one in told["chain"] if one["rule"] == rule]
    assert found, f"{rule} is not in {[one['rule'] for one in told['chain']]}"
    return found[0]


def test_it_names_the_chain_of_rules_and_how_each_way_failed(company: Company) -> None:
    nora, sara = company.people["nora.north"], company.people["sara.south"]
    deal = company["sara.south"].post("/v1/opportunities", {"name": "Southern"})
    told = explain(company["admin"], nora, f"/v1/opportunities/{deal['id']}")
    assert (told["may"], told["answer"], told["right"]) == (False, 404, "sales.opportunity:read")
    assert told["record"] == {
        "noun": "sales.opportunity", "id": deal["id"], "address": f"/v1/opportunities/{deal['id']}",
    }  # fmt: skip
    granted = link(told, "right_granted")
    assert granted["holds"]
    assert {grant["group"]["code"] for grant in granted["facts"]["grants"]} == {"account_manager"}
    assert {grant["reach"] for grant in granted["facts"]["grants"]} == {"subordinates"}
    stands = link(told, "person_stands")
    assert [unit["code"] for unit in stands["facts"]["units"]] == ["HQ", "NORTH"]
    assert [above["login"] for above in stands["facts"]["superiors"]] == ["helen.head"]
    missed = link(told, "reach_subordinates")
    assert (missed["holds"], missed["facts"]["owner"]["id"]) == (False, sara["id"])
    assert missed["sentence"] == "Sara South does not report to Nora North: Helen Head > Sven South > Sara South."
    assert link(told, "share")["sentence"] == "The record is not shared with anybody."

    helen = explain(company["admin"], company.people["helen.head"], f"opportunity:{deal['id']}")
    assert (helen["may"], helen["answer"]) == (True, 200)
    reached = link(helen, "reach_subtree")
    assert reached["holds"]
    assert reached["sentence"] == "The record's unit SOUTH is HQ or below it."


def test_a_reach_over_the_subtree_fails_in_these_words_and_in_chinese(company: Company) -> None:
    group = _group(company, {"right": "sales.lead:read", "reach": "subtree"})
    person, _ = _hire(company, company.units["NORTH"], group)
    lead = company["sara.south"].post("/v1/leads", {"name": "Southern"})
    told = explain(company["admin"], person, f"sales.lead:{lead['id']}")
    assert link(told, "reach_subtree")["sentence"] == "The record's unit SOUTH is not below NORTH."
    chinese = explain(company["admin"], person, f"sales.lead:{lead['id']}", headers={"Accept-Language": "zh"})
    assert link(chinese, "reach_subtree")["sentence"] == "记录所在单位 SOUTH 不在 NORTH 之下。"
    assert [(one["rule"], one["holds"]) for one in chinese["chain"]] == [
        (one["rule"], one["holds"]) for one in told["chain"]
    ]


def test_shares_closed_access_and_first_passwords_are_told(company: Company) -> None:
    admin, sara = company["admin"], company["sara.south"]
    deal = sara.post("/v1/opportunities", {"name": "Shared"})
    record = f"sales.opportunity:{deal['id']}"
    person, client = _hire(company, company.units["NORTH"], "salesperson")
    assert explain(admin, person, record)["may"] is False
    share = sara.post(f"/v1/opportunities/{deal['id']}/shares", {"person_id": person["id"], "until": "2099-01-01"})
    told = explain(admin, person, record)
    assert (told["may"], client.ask("GET", f"/v1/opportunities/{deal['id']}").status_code) == (True, 200)
    opened = link(told, "share")
    assert (opened["holds"], opened["facts"]["share_id"], opened["facts"]["until"]) == (True, share["id"], "2099-01-01")
    assert (opened["facts"]["grantee"]["id"], opened["facts"]["granted_by"]["login"]) == (person["id"], "sara.south")
    writing = explain(admin, person, record, params={"right": "sales.opportunity:change"})
    assert (writing["may"], writing["answer"], link(writing, "share")["holds"]) == (False, 403, False)
    winning = explain(admin, person, record, params={"right": "sales.opportunity:win"})
    assert winning["answer"] == 403

    admin.post(f"/v1/people/{person['id']}/set-password", {"password": PASSWORD, "must_change_password": True})
    told = explain(admin, person, record)
    assert (told["answer"], link(told, "password_is_own")["holds"]) == (403, False)
    admin.post(f"/v1/people/{person['id']}/deactivate")
    told = explain(admin, person, record)
    assert (told["answer"], link(told, "access_open")["holds"]) == (401, False)


def test_a_missing_right_and_limits_of_fields_are_told(company: Company) -> None:
    lead = company["nils.north"].post("/v1/leads", {"name": "Northern"})
    stranger, _ = _hire(company, company.units["NORTH"], "storekeeper")
    told = explain(company["admin"], stranger, f"/v1/leads/{lead['id']}")
    assert (told["answer"], link(told, "right_granted")["holds"]) == (403, False)
    narrow = _group(company, {"right": "sales.lead:read", "reach": "unit", "open_fields": ["company", "name"]})
    partner, _ = _hire(company, company.units["NORTH"], narrow)
    told = explain(company["admin"], partner, f"/v1/leads/{lead['id']}")
    assert (told["may"], link(told, "fields_open")["facts"]["fields"]) == (True, ["company", "name"])


def test_nouns_with_rules_of_their_own_and_those_of_the_gateway_are_decided_by_their_services(company: Company) -> None:
    admin, nils = company["admin"], company.people["nils.north"]
    person = explain(admin, nils, f"/v1/people/{company.people['nina.north']['id']}")
    assert (person["may"], person["answer"]) == (True, 200)
    far = explain(admin, nils, f"gateway.person:{company.people['sara.south']['id']}")
    assert (far["may"], far["answer"]) == (False, 404)
    product = admin.post("/v1/products", {"code": new_id(), "name": "Plane", "list_price": "1.00"})
    told = explain(admin, nils, f"sales.product:{product['id']}")
    assert (told["may"], link(told, "noun_has_own_rule")["holds"]) == (True, True)


def test_who_may_ask_and_what_the_answer_does_not_betray(company: Company) -> None:
    nils, nina, sara = company["nils.north"], company.people["nina.north"], company["sara.south"]
    own = nils.post("/v1/leads", {"name": "Own"})
    foreign = sara.post("/v1/leads", {"name": "Foreign"})
    assert explain(nils, company.people["nils.north"], f"/v1/leads/{own['id']}")["may"] is True

    def refused(client: Client, user_id: str, record: str, status: int, code: str | None = None, **more: str) -> Any:
        return client.refused(
            "GET", EXPLAIN, params={"user": user_id, "record": record, **more}, status=status, code=code
        )

    refused(nils, company.people["nils.north"]["id"], f"/v1/leads/{foreign['id']}", 404)
    refused(nils, company.people["nils.north"]["id"], f"/v1/leads/{new_id()}", 404)
    refused(nils, nina["id"], f"/v1/leads/{own['id']}", 403, "right_missing")
    asking = _group(
        company, {"right": "gateway.access:explain", "reach": "unit"}, {"right": "sales.lead:read", "reach": "unit"}
    )
    _, northern = _hire(company, company.units["NORTH"], asking)
    assert explain(northern, nina, f"/v1/leads/{own['id']}")["may"] is False
    refused(northern, company.people["sara.south"]["id"], f"/v1/leads/{own['id']}", 404)
    refused(northern, nina["id"], f"/v1/leads/{foreign['id']}", 404)
    admin = company["admin"]
    refused(admin, nina["id"], "nonsense", 422, "record_is_of_no_known_noun")
    refused(admin, nina["id"], "sales.lead:1", 404)
    refused(admin, new_id(), f"/v1/leads/{own['id']}", 404)
    refused(admin, nina["id"], f"/v1/leads/{own['id']}", 422, "right_is_of_another_noun", right="sales.order:read")
    refused(admin, nina["id"], f"/v1/leads/{own['id']}", 422, "right_does_not_exist", right="sales.lead:fly")
    refused(admin, "x", f"/v1/leads/{own['id']}", 400)


@dataclass
class Little:
    """Four units in a row of two, five people in a chain, each with a group of their own and a deal."""

    units: list[Any]
    people: list[Any]
    clients: list[Client]
    groups: list[str]
    deals: list[str]


@pytest.fixture(scope="module")
def little(company: Company) -> Little:
    admin, units = company["admin"], [company.units["EAST"]]
    for parent in (0, 0, 1):
        code = f"L-{new_id()[-10:].upper()}"
        body = {"code": code, "name": code, "kind": "office", "parent_id": units[parent]["id"]}
        units.append(admin.post("/v1/org-units", body))
    little = Little(units, [], [], [], [])
    for number in range(5):
        code = f"g_{new_id()[-12:].replace('-', '_')}"
        group = admin.post("/v1/groups", {"code": code, "name": code})
        admin.post(f"/v1/groups/{group['id']}/grant", {"right": "sales.opportunity:create", "reach": "own"})
        person, client = _hire(company, units[number % 4], code)
        little.people.append(person)
        little.clients.append(client)
        little.groups.append(group["id"])
        little.deals.append(client.post("/v1/opportunities", {"name": f"Deal {number}"})["id"])
    return little


@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=some.integers(0, 2**32))
def test_the_explanation_says_what_a_call_answers(company: Company, little: Little, seed: int) -> None:
    chance, admin = random.Random(seed), company["admin"]
    _shake(chance, admin, little)
    for client, person in zip(little.clients, little.people, strict=True):
        for deal in chance.sample(little.deals, 2):
            path = f"/v1/opportunities/{deal}"
            for right, ask in _asks(client, path):
                told = explain(admin, person, path, params={"right": right})
                status = ask()
                assert told["answer"] == status, (seed, right, told)
                assert told["may"] == (status == 200)


def _asks(client: Client, path: str) -> list[tuple[str, Callable[[], int]]]:
    return [
        ("sales.opportunity:read", lambda: client.ask("GET", path).status_code),
        ("sales.opportunity:change", lambda: client.ask("PATCH", path, {"next_step": new_id()}).status_code),
    ]


def _shake(chance: random.Random, admin: Client, little: Little) -> None:
    """Grants, superiors, places and shares at random; what is refused (a circle, the same again) stays as it was."""
    for group in little.groups:
        for grant in admin.get(f"/v1/groups/{group}")["grants"]:
            if grant["right"] != "sales.opportunity:create":
                admin.post(f"/v1/groups/{group}/revoke", {"right": grant["right"], "reach": grant["reach"]})
        for right in ("sales.opportunity:read", "sales.opportunity:change"):
            for reach in chance.sample(
                ["own", "subordinates", "unit", "subtree", "all", "customer"], chance.choice([0, 1, 1, 2])
            ):
                admin.post(f"/v1/groups/{group}/grant", {"right": right, "reach": reach})
    for person in chance.sample(little.people, 2):
        superior = chance.choice([None, *little.people])
        admin.ask("POST", f"/v1/people/{person['id']}/place", {"superior_id": superior and superior["id"]})
        admin.ask("POST", f"/v1/people/{person['id']}/move", {"unit_id": chance.choice(little.units)["id"]})
    for deal in chance.sample(little.deals, 2):
        grantee = chance.choice(
            [{"person_id": chance.choice(little.people)["id"]}, {"org_unit_id": chance.choice(little.units)["id"]}]
        )
        admin.ask("POST", f"/v1/opportunities/{deal}/shares", {**grantee, "access": chance.choice(["read", "write"])})


def _group(company: Company, *grants: dict[str, Any]) -> str:
    code = f"g_{new_id()[-12:].replace('-', '_')}"
    group = company["admin"].post("/v1/groups", {"code": code, "name": "Of a test"})
    for grant in grants:
        company["admin"].post(f"/v1/groups/{group['id']}/grant", grant)
    return code


def _hire(company: Company, unit: Any, *groups: str) -> tuple[Any, Client]:
    login = f"e.{new_id()[-12:]}"
    body = {"login": login, "name": login, "unit_id": unit["id"], "groups": list(groups), "password": PASSWORD}
    person = company["admin"].post("/v1/people", body | {"must_change_password": False})
    return person, company.stack.client(login, PASSWORD)


@pytest.mark.feature("Z-05")
def test_the_chain_tells_fields_that_need_a_right_of_their_own_and_a_second_factor_that_is_wanting(
    company: Company,
) -> None:
    admin = company["admin"]
    product = admin.post("/v1/products", {"code": new_id(), "name": "Plane", "list_price": "1.00"})
    code = _group(company, {"right": "sales.product:read", "reach": "all"})
    person, client = _hire(company, company.units["NORTH"], code)
    told = explain(admin, person, f"sales.product:{product['id']}")
    closed = link(told, "field_rights_granted")
    assert (told["may"], closed["holds"]) == (True, False)
    assert closed["facts"]["rights"] == ["sales.product:cost"]
    shown = client.get(f"/v1/products/{product['id']}")
    assert closed["facts"]["fields"]
    assert all(shown.get(name) is None for name in closed["facts"]["fields"])
    assert all(rule["rule"] != "field_rights_granted" for rule in explain(
        admin, admin.me, f"sales.product:{product['id']}")["chain"])  # fmt: skip

    assert link(told, "second_factor_is_there")["holds"]
    [group] = admin.get("/v1/groups", params={"filter[code][eq]": code})["data"]
    admin.post(f"/v1/groups/{group['id']}/demand-second-factor")
    told = explain(admin, person, f"sales.product:{product['id']}")
    assert (told["may"], told["answer"], link(told, "second_factor_is_there")["holds"]) == (False, 403, False)
    client.refused("GET", f"/v1/products/{product['id']}", status=403, code="second_factor_enrolment_required")


@pytest.mark.feature("Z-05")
def test_a_record_of_a_noun_of_two_words_is_explained_by_its_owner_and_a_list_by_its_code(company: Company) -> None:
    admin, nils = company["admin"], company["nils.north"]
    customer = nils.post("/v1/customers", {"name": f"Customer {new_id()}"})
    body = {"customer_id": customer["id"], "at": "2027-06-01T10:00:00+00:00"}
    call_back = nils.post("/v1/call-backs", body)
    told = explain(admin, company.people["sara.south"], f"/v1/call-backs/{call_back['id']}")
    assert told["may"] is False
    assert link(told, "record_belongs")["facts"]["owner"]["login"] == "nils.north"
    code = f"l_{new_id()[-12:].replace('-', '_')}"
    admin.post("/v1/picklists", {"code": code, "label": {"en": "List"}})
    assert explain(admin, admin.me, f"/v1/picklists/{code}")["may"] is True
