"""Sellers through the public API: what superiors say of them, who sees it, and that the inactive get nothing new."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company


def hire(company: Company, superior: str = "nora.north", unit: str = "NORTH") -> Any:
    """A salesperson of whom nobody said anything yet."""
    body = {
        "login": f"s.{new_id()[-12:]}",
        "name": "Sally Seller",
        "unit_id": company.units[unit]["id"],
        "superior_id": company.people[superior]["id"],
        "groups": ["salesperson"],
        "password": PASSWORD,
        "must_change_password": False,
    }
    return company["admin"].post("/v1/people", body)


def signed_in(company: Company, person: Any) -> Client:
    return company.stack.client(person["login"], PASSWORD)


def day(offset: int) -> str:
    return (today() + timedelta(days=offset)).isoformat()


@pytest.mark.feature("S-111")
def test_sellers_carry_skills_capacity_territory_and_status_and_inactive_ones_get_no_new_assignments(
    company: Company,
) -> None:
    nora, person = company["nora.north"], hire(company)
    sally = signed_in(company, person)
    said = {"skills": ["pumps", "mills"], "capacity": 5, "territory": "N-1"}
    made = nora.post("/v1/sellers", {"person_id": person["id"], **said})
    path = f"/v1/sellers/{made['id']}"
    assert (made["skills"], made["capacity"], made["territory"]) == (["mills", "pumps"], 5, "N-1")
    assert (made["status"], made["is_available"], made["owner"]["id"]) == ("active", True, person["id"])
    assert sally.get(path) == {**made, "territories": []}
    assert [row["id"] for row in sally.get("/v1/sellers")["data"]] == [made["id"]]
    found = nora.get("/v1/sellers", params={"filter[territory][eq]": "N-1", "filter[status][eq]": "active"})["data"]
    assert made["id"] in {row["id"] for row in found}
    changed = nora.patch(path, {"skills": ["mills"], "capacity": 9, "territory": None})
    assert (changed["skills"], changed["capacity"], changed["territory"]) == (["mills"], 9, None)

    away = nora.post(f"{path}/leave", {"ends_on": day(3)})
    assert (away["status"], away["is_available"]) == ("on_leave", False)
    assert (away["leave_starts_on"], away["leave_ends_on"]) == (day(0), day(3))
    assert nora.post(f"{path}/end-leave")["status"] == "active"
    assert nora.post(f"{path}/deactivate")["status"] == "inactive"
    ensure_nothing_is_given_to(person, company)
    assert nora.post(f"{path}/activate")["is_available"] is True
    lead = nora.post("/v1/leads", {"name": "Ada"})
    assert nora.post(f"/v1/leads/{lead['id']}/transfer", {"owner_id": person["id"]})["owner"]["id"] == person["id"]

    entries = sally.get(f"{path}/history")["data"]
    steps = ["defined", "changed", "leave_set", "leave_ended", "deactivated", "activated"]
    assert [entry["type"].split(".")[3] for entry in entries] == steps
    assert entries[1]["changes"]["capacity"] == {"before": 5, "after": 9}
    assert entries[1]["actor"]["id"] == company.people["nora.north"]["id"]


def test_the_home_territory_of_a_seller_is_shown_with_its_name_and_stays_while_it_is_a_home(company: Company) -> None:
    nora, admin, person = company["nora.north"], company["admin"], hire(company)
    valley = admin.post("/v1/territories", {"code": f"V{new_id()[-12:]}", "name": f"Valley {new_id()}"})
    named = {name: valley[name] for name in ("id", "code", "name")}
    made = nora.post("/v1/sellers", {"person_id": person["id"], "territory": valley["name"]})
    path = f"/v1/sellers/{made['id']}"
    assert made["home_territory"] == signed_in(company, person).get(path)["home_territory"] == named
    nora.refused("PATCH", path, {"home_territory_id": new_id()}, status=404, code="not_found")
    both = {"home_territory_id": valley["id"], "territory": valley["code"]}
    refused = nora.refused("PATCH", path, both, status=400, code="malformed")
    assert [one["pointer"] for one in refused["errors"]] == ["/home_territory_id"]
    company["sven.south"].refused("PATCH", path, {"home_territory_id": valley["id"]}, status=404)
    assert nora.patch(path, {"home_territory_id": valley["id"]})["territory"] == valley["code"]
    found = nora.get("/v1/sellers", params={"filter[home_territory_id][eq]": valley["id"]})["data"]
    assert [(row["id"], row["home_territory"]) for row in found] == [(made["id"], named)]
    kept = admin.refused("DELETE", f"/v1/territories/{valley['id']}", status=409, code="territory_in_use")
    assert kept["ties"] == ["home_sellers"]
    assert nora.patch(path, {"territory": "elsewhere"})["home_territory"] is None
    assert admin.ask("DELETE", f"/v1/territories/{valley['id']}").status_code == 204


def ensure_nothing_is_given_to(person: Any, company: Company) -> None:
    """By hand, by a rule over deals, whatever it is; nothing moves."""
    nora, to_them = company["nora.north"], {"owner_id": person["id"]}
    for noun, body in (
        ("leads", {"name": "Ada"}),
        ("customers", {"name": f"Mill {new_id()}"}),
        ("contacts", {"name": "Ada", "kind": "supplier", "organisation": "Mill"}),
        ("opportunities", {"name": "Deal"}),
        ("visits", {"subject": "Mill", "starts_at": f"{day(1)}T10:00:00+00:00"}),
    ):
        if noun == "visits":
            body["customer_id"] = nora.post("/v1/customers", {"name": f"Mill {new_id()}"})["id"]
        path = f"/v1/{noun}/{nora.post(f'/v1/{noun}', body)['id']}"
        nora.refused("POST", f"{path}/transfer", to_them, status=422, code="seller_is_inactive")
        assert (nora.get(path)["owner"]["login"], nora.get(path)["version"]) == ("nora.north", 1)
    deal = nora.post("/v1/opportunities", {"name": "Deal"})["id"]
    asked = {"opportunity_ids": [deal], "person_ids": [person["id"]], "rule": "least_loaded"}
    nora.refused("POST", "/v1/opportunities/assign", asked, status=422, code="seller_is_inactive")


def test_a_person_is_said_to_sell_once_by_somebody_above_and_no_other_branch_sees_it(company: Company) -> None:
    nora, person = company["nora.north"], hire(company)
    sally, body = signed_in(company, person), {"person_id": person["id"], "capacity": 3}
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: nora.ask("POST", "/v1/sellers", body), range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    [made] = [answer.json() for answer in answers if answer.status_code == 201]
    nora.refused("POST", "/v1/sellers", body, status=409, code="seller_is_defined")
    path, key = f"/v1/sellers/{made['id']}", {"Idempotency-Key": new_id()}
    first, again = (nora.ok("PATCH", path, {"capacity": 4}, headers=key) for _ in range(2))
    assert first == again
    shown = sally.get(path)
    assert shown == {**first, "territories": []}
    nora.refused("PATCH", path, {"capacity": 5}, headers={"If-Match": '"1"'}, status=412)
    for stranger in ("nina.north", "sara.south", "sven.south"):
        company[stranger].refused("GET", path, status=404)
        company[stranger].refused("GET", f"{path}/history", status=404)
    company["sven.south"].refused("PATCH", path, {"capacity": 1}, status=404)
    company["sven.south"].refused("POST", "/v1/sellers", {"person_id": hire(company)["id"]}, status=404)
    for method, at, sent in (
        ("PATCH", path, {"capacity": 99}),
        ("POST", f"{path}/leave", {}),
        ("POST", f"{path}/deactivate", {}),
        ("POST", "/v1/sellers", body),
    ):
        sally.refused(method, at, sent, status=403)
    assert sally.get(path) == shown


def test_what_is_said_of_a_seller_has_a_shape_and_steps_have_an_order(company: Company) -> None:
    nora, person = company["nora.north"], hire(company)
    body = {"person_id": person["id"]}
    for wrong, pointer in (
        ({"capacity": -1}, "/capacity"),
        ({"capacity": "3"}, "/capacity"),
        ({"skills": "mills"}, "/skills"),
        ({"territory": ""}, "/territory"),
        ({"person_id": "sally"}, "/person_id"),
        ({"status": "inactive"}, "/status"),
    ):
        problem = nora.refused("POST", "/v1/sellers", {**body, **wrong}, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    nora.refused("POST", "/v1/sellers", {"person_id": new_id()}, status=404)
    path = f"/v1/sellers/{nora.post('/v1/sellers', body)['id']}"
    early = {"starts_on": day(3), "ends_on": day(2)}
    nora.refused("POST", f"{path}/leave", early, status=422, code="seller_leave_ends_too_early")
    for verb in ("activate", "end-leave"):
        nora.refused("POST", f"{path}/{verb}", {}, status=409, code="seller_state_forbids")
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: nora.ask("POST", f"{path}/deactivate", {}), range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    nora.refused("POST", f"{path}/leave", {}, status=409, code="seller_state_forbids")
