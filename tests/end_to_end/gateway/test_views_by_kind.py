"""Saved views of each kind of record that people live by: what a view answers is what its filter says, by its id."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company

Question = dict[str, Any]


def eq(field: str, value: Any) -> Question:
    return {"field": field, "value": value}


def both(*parts: Question) -> Question:
    return {"and": list(parts)}


def customers(client: Client, mark: str, late: bool) -> Any:
    return client.post(
        "/v1/customers", {"name": f"C{new_id()}", "region": mark, "type": "person" if late else "company"}
    )


def contacts(client: Client, mark: str, late: bool) -> Any:
    kind = "supplier" if late else "partner"
    return client.post("/v1/contacts", {"name": f"Ada {new_id()}", "organisation": mark, "kind": kind})


def opportunities(client: Client, mark: str, late: bool) -> Any:
    """The projects of sales."""
    return client.post("/v1/opportunities", {"name": mark, "amount": "9.00", "channel": "web" if late else "direct"})


def schedules(client: Client, mark: str, late: bool) -> Any:
    month = "02" if late else "01"
    body = {"title": mark, "kind": "call", "starts_at": f"2031-{month}-01T09:00:00Z"}
    return client.post("/v1/schedules", body)


def requests(client: Client, mark: str, late: bool) -> Any:
    body = {"customer_name": mark, "subject": mark, "description": "It squeaks"}
    return client.post("/v1/requests", {**body, "severity": "high" if late else "low"})


KINDS: dict[str, tuple[Callable[[Client, str, bool], Any], Callable[[str], Question]]] = {
    "opportunities": (opportunities, lambda mark: both(eq("name", mark), eq("channel", "web"))),
    "customers": (customers, lambda mark: both(eq("region", mark), {"not": eq("type", "company")})),
    "contacts": (contacts, lambda mark: both(eq("organisation", mark), eq("kind", "supplier"))),
    "schedules": (
        schedules,
        lambda mark: both(eq("title", mark), {"field": "starts_at", "op": "gte", "value": "2031-01-15T00:00:00Z"}),
    ),
    "requests": (requests, lambda mark: both(eq("subject", mark), {"or": [eq("severity", "high")]})),
}
"""Projects, customers, contacts, schedules and services: how one is made, and what is asked of them."""


@pytest.mark.feature("X-25")
@pytest.mark.parametrize("noun", KINDS)
def test_a_view_is_kept_of_projects_customers_contacts_schedules_and_services_and_run_by_its_id(
    company: Company, noun: str
) -> None:
    make, question = KINDS[noun]
    nils, sara, mark = company["nils.north"], company["sara.south"], new_id()
    make(nils, mark, False)
    wanted = [make(nils, mark, True)["id"] for _ in range(2)]
    theirs = make(sara, mark, True)["id"]
    asked = {"filter": question(mark), "sort": ["created_at"]}
    kept = nils.post("/v1/views", {"name": f"View {mark}", "noun": noun, **asked})
    path = f"/v1/views/{kept['id']}"
    answered = nils.get(f"{path}/results", params={"count": "exact"})
    assert ([row["id"] for row in answered["data"]], answered["count"]) == (wanted, 2)
    assert answered == nils.post(f"/v1/{noun}/search", {**asked, "count": "exact"})
    wanted.append(make(nils, mark, True)["id"])
    assert [row["id"] for row in nils.get(f"{path}/results")["data"]] == wanted
    nils.post(f"{path}/shares", {"person_id": sara.me["id"]})
    assert [row["id"] for row in sara.get(f"{path}/results")["data"]] == [theirs]
    company["olga.office"].refused("GET", f"{path}/results", status=404)
    broken = {"name": f"Broken {mark}", "noun": noun, "filter": eq("no_such_field", 1)}
    nils.refused("POST", "/v1/views", broken, status=400)


@pytest.mark.feature("O-33")
def test_a_filter_over_schedules_is_kept_and_run_again_by_its_id(company: Company) -> None:
    olga, mark = company["olga.office"], new_id()
    first = schedules(olga, mark, True)
    schedules(olga, mark, False)
    question = {"filter": KINDS["schedules"][1](mark), "columns": ["title", "starts_at", "status"]}
    kept = olga.post("/v1/views", {"name": f"February {mark}", "noun": "schedules", **question})
    path = f"/v1/views/{kept['id']}/results"
    [row] = olga.get(path)["data"]
    assert (row["id"], set(row)) == (first["id"], {"id", "title", "starts_at", "status"})
    assert row["status"] == "planned"
    olga.post(f"/v1/schedules/{first['id']}/complete", {"result": "Reached them."})
    assert [(row["id"], row["status"]) for row in olga.get(path)["data"]] == [(first["id"], "done")]
    olga.post(f"/v1/schedules/{schedules(olga, mark, True)['id']}/move", {"starts_at": "2031-01-02T09:00:00Z"})
    assert [row["id"] for row in olga.get(path)["data"]] == [first["id"]]


@pytest.mark.feature("O-33")
def test_a_filter_over_plans_is_kept_and_run_again_by_its_id(company: Company) -> None:
    sven, mark = company["sven.south"], new_id()

    def plan(day: str) -> str:
        body = {"kind": "day", "starts_on": day, "title": mark, "items": [{"text": "oil it"}]}
        return str(sven.post("/v1/plans", body)["id"])

    january, february = plan("2033-01-10"), plan("2033-02-10")
    since = {"field": "starts_on", "op": "gte", "value": "2033-02-01"}
    question = {"filter": both(eq("title", mark), since), "sort": ["starts_on"]}
    kept = sven.post("/v1/views", {"name": f"From February on {mark}", "noun": "plans", **question})
    path = f"/v1/views/{kept['id']}/results"
    assert [row["id"] for row in sven.get(path)["data"]] == [february]
    march = plan("2033-03-10")
    assert january not in (found := [row["id"] for row in sven.get(path)["data"]])
    assert found == [february, march]
