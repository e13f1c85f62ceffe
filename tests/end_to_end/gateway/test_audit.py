"""The audit trail from outside: everything that matters is in it, and whoever changes it behind our back is found."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import Connection, Engine, create_engine, delete, insert, select, update

from deploy.roster import EVERYBODY
from shared.ids import new_id
from shared.persistence.platform import StoredEvent
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company

EVENTS = StoredEvent.__table__


def entries(client: Client, **filters: str) -> list[Any]:
    params = {f"filter[{name}][eq]": value for name, value in filters.items()}
    return list(client.get("/v1/audit", params={**params, "limit": 200})["data"])


@contextmanager
def database_of(company: Company, service: str) -> Iterator[Engine]:
    engine = create_engine(company.stack.database_url(service))
    yield engine
    engine.dispose()


def verify(client: Client, **params: str) -> Any:
    """All pages of a look; the faults of each service together."""
    first = page = client.get("/v1/audit/verify", params=params)
    faults = {one["service"]: list(one["faults"]) for one in first["services"]}
    while page["next"]:
        page = client.get("/v1/audit/verify", params={**params, "cursor": page["next"]})
        for one in page["services"]:
            faults[one["service"]] += one["faults"]
    return faults


def broken(client: Client, **params: str) -> dict[str, list[tuple[int, str]]]:
    found = verify(client, **params)
    return {name: [(one["position"], one["kind"]) for one in faults] for name, faults in found.items() if faults}


def chained(client: Client, **filters: str) -> list[Any]:
    """The entries once the relay has chained all of them."""

    def look() -> list[Any]:
        found = entries(client, **filters)
        return found if all(one["position"] for one in found) else []

    found: list[Any] = eventually(look)
    return found


@pytest.mark.feature("Z-10")
def test_writes_sensitive_reads_sign_ins_and_rights_are_in_the_trail_with_who_when_what_and_from_where(
    company: Company,
) -> None:
    admin, nils = company["admin"], company["nils.north"]
    began = datetime.now(UTC)
    contact = nils.post("/v1/contacts", {"kind": "supplier", "name": "Ada", "email": "ada@example.com"})
    answer = nils.ask("PATCH", f"/v1/contacts/{contact['id']}", {"phone": "+49 40 1"})
    assert answer.status_code == 200, answer.text

    written = chained(admin, record_id=contact["id"])
    assert [one["kind"] for one in written] == ["tenon.sales.contact.changed.v1", "tenon.sales.contact.created.v1"]
    change = written[0]
    assert change["actor"] == {"id": nils.me["id"], "name": nils.me["name"]}
    assert began - timedelta(seconds=5) < datetime.fromisoformat(change["at"]) < datetime.now(UTC)
    assert change["changes"]["phone"] == {"before": None, "after": "+49 40 1"}
    assert (change["service"], change["address"]) == ("sales", "127.0.0.1")
    assert change["correlation_id"] == answer.headers["traceparent"].split("-")[1]
    assert len(change["hash"]) == 64

    nils.get(f"/v1/contacts/{contact['id']}")
    read = entries(admin, actor_id=nils.me["id"], kind="tenon.gateway.record.read.v1")[0]
    assert read["details"]["path"] == f"/v1/contacts/{contact['id']}"
    assert set(read["details"]["fields"]) == {"email", "phone", "mobile", "address"}

    requests.post(f"{nils.url}/v1/tokens", json={"login": "nils.north", "password": "wrong " + new_id()}, timeout=30)
    failed = entries(admin, kind="tenon.gateway.sign_in.failed.v1")[0]
    assert failed["details"] == {"login": "nils.north", "person_id": nils.me["id"]}
    assert failed["address"] == "127.0.0.1"
    company.stack.client("sara.south", PASSWORD)
    signed = entries(admin, kind="tenon.gateway.sign_in.succeeded.v1", actor_id=company.people["sara.south"]["id"])
    assert signed

    group = admin.post("/v1/groups", {"code": f"a{new_id()[-12:]}", "name": "Auditors"})
    admin.post(f"/v1/groups/{group['id']}/grant", {"right": "sales.lead:read", "reach": "unit"})
    granted = entries(admin, record_id=group["id"])[0]
    assert granted["changes"]["grants"]["after"] == [{"right": "sales.lead:read", "reach": "unit"}]


def test_the_trail_is_paged_filtered_by_time_and_counted(company: Company) -> None:
    admin, nils = company["admin"], company["nils.north"]
    began = datetime.now(UTC).isoformat()
    made = [nils.post("/v1/leads", {"name": f"Lead {number}"})["id"] for number in range(5)]
    params = {"filter[at][gte]": began, "filter[actor_id][eq]": nils.me["id"]}
    params["filter[kind][eq]"] = "tenon.sales.lead.created.v1"

    assert admin.get("/v1/audit", params={**params, "count": "exact"})["count"] == 5
    assert [one["record_id"] for one in admin.all("/v1/audit", params={**params, "limit": 2})] == made[::-1]
    first = admin.get("/v1/audit", params={**params, "limit": 2})
    second = admin.get("/v1/audit", params={**params, "limit": 2, "cursor": first["next"]})
    again = admin.get("/v1/audit", params={**params, "limit": 2, "cursor": second["prev"]})
    assert again["data"] == first["data"]
    assert admin.get("/v1/audit", params={**params, "fields": "kind"})["data"][0].keys() == {"id", "kind"}
    early = {**params, "filter[at][gte]": "2020-01-01T00:00:00Z", "filter[at][lt]": "2020-02-01T00:00:00Z"}
    assert admin.get("/v1/audit", params=early)["data"] == []
    within = {"filter[at][between]": f"{began},{datetime.now(UTC).isoformat()}"} | {
        name: value for name, value in params.items() if "[at]" not in name
    }
    assert admin.get("/v1/audit", params={**within, "count": "exact"})["count"] == 5
    for condition in ("lte]=yesterday", "between]=2020-01-01T00:00:00Z", "between]=,", "null]=perhaps", "eq]="):
        admin.refused("GET", f"/v1/audit?filter[at][{condition}", status=400)
    admin.refused("GET", "/v1/audit", status=400, params={"sort": "at"})
    admin.refused("GET", "/v1/audit", status=400, params={"cursor": "bm8"})
    admin.refused("GET", "/v1/audit", status=400, params={"filter[hash][eq]": "x"})


def test_the_trail_is_for_those_whose_right_reaches_the_whole_company(company: Company) -> None:
    admin, name = company["admin"], f"a{new_id()[-12:]}"
    company["nils.north"].refused("GET", "/v1/audit", status=403, code="right_missing")
    company["nils.north"].refused("GET", "/v1/audit/verify", status=403, code="right_missing")
    group = admin.post("/v1/groups", {"code": name, "name": name})
    admin.post(f"/v1/groups/{group['id']}/grant", {"right": "gateway.audit:read", "reach": "unit"})
    body = {"login": name, "name": name, "unit_id": company.units["SOUTH"]["id"], "groups": [name]}
    admin.post("/v1/people", {**body, "password": PASSWORD, "must_change_password": False})
    auditor = company.stack.client(name, PASSWORD)
    auditor.refused("GET", "/v1/audit", status=403, code="reach_too_short")
    admin.post(f"/v1/groups/{group['id']}/grant", {"right": "gateway.audit:read", "reach": "all"})
    lead = company["sara.south"].post("/v1/leads", {"name": "of the south"})["id"]
    assert [one["record_id"] for one in entries(auditor, record_id=lead)] == [lead]


@pytest.mark.feature("Z-10")
def test_whoever_alters_removes_swaps_or_adds_an_event_in_a_database_is_found_with_service_and_position(
    company: Company,
) -> None:
    admin, nils = company["admin"], company["nils.north"]
    leads = [nils.post("/v1/leads", {"name": f"Lead {number}"})["id"] for number in range(3)]
    places = [chained(admin, record_id=lead)[0]["position"] for lead in leads]
    assert broken(admin) == {}
    looked_at = admin.get("/v1/audit/verify", params={"service": "sales"})
    assert looked_at["status"] == "intact"
    assert looked_at["services"][0]["checked"] >= places[-1]

    with database_of(company, "sales") as engine:
        for values in ({"data": {"id": leads[1], "name": "another"}}, {"actor_id": new_id()}, {"actor_name": "Eve"}):
            change = update(EVENTS).where(EVENTS.c.position == places[1]).values(values)
            with tampered(engine, [places[1]], lambda connection, _, change=change: connection.execute(change)):
                assert broken(admin) == {"sales": [(places[1], "altered")]}
        with tampered(engine, [places[1]], _remove):
            assert broken(admin) == {"sales": [(places[1], "removed")]}
            assert admin.get("/v1/audit/verify", params={"service": "sales"})["status"] == "broken"
            assert broken(admin, service="marketing") == {}
        with tampered(engine, places[:2], _swap):
            assert broken(admin) == {"sales": [(places[0], "altered"), (places[1], "altered")]}
    assert broken(admin) == {}


@pytest.mark.feature("Z-10")
def test_a_shortened_log_and_an_added_event_are_found(company: Company) -> None:
    admin = company["admin"]
    anchor = admin.post("/v1/audit/anchors")
    assert anchor["chains"].keys() == set(EVERYBODY)
    assert admin.get("/v1/audit/anchors")["data"][0]["digest"] == anchor["digest"]
    service = "service_desk"
    article = company["nora.north"].post("/v1/articles", {"title": "Paper", "body": "How to unjam it"})["id"]
    last = chained(admin, record_id=article)[0]["position"]
    with database_of(company, service) as engine:
        with tampered(engine, [last], _remove):
            assert broken(admin, since="anchor") == {service: [(last, "removed")]}
        with engine.begin() as connection:
            copy = dict(connection.execute(select(EVENTS).where(EVENTS.c.position == last)).one()._mapping)
            forged = {**copy, "event_id": new_id(), "subject": new_id(), "position": last + 1}
            forged.pop("id")
            connection.execute(insert(EVENTS).values(forged))
        try:
            assert broken(admin) == {service: [(last + 1, "inserted")]}
        finally:
            with engine.begin() as connection:
                connection.execute(delete(EVENTS).where(EVENTS.c.position == last + 1))
    assert broken(admin, since="anchor") == {}
    file = company.stack.folder / "data" / "audit-anchors.jsonl"
    assert anchor["digest"] in file.read_text()


def test_a_look_is_refused_a_false_service_and_a_false_cursor(company: Company) -> None:
    admin = company["admin"]
    admin.refused("GET", "/v1/audit/verify", status=400, params={"service": "kitchen"})
    admin.refused("GET", "/v1/audit/verify", status=400, params={"since": "yesterday"})
    for cursor in ("x", "e30x", "eyJzYWxlcyI6WyJ4IiwxXX0", "eyJraXRjaGVuIjpbMSwieCJdfQ"):
        admin.refused("GET", "/v1/audit/verify", status=400, code="bad_verify_cursor", params={"cursor": cursor})


Rows = list[dict[str, Any]]


@contextmanager
def tampered(engine: Engine, positions: list[int], change: Callable[[Connection, Rows], Any]) -> Iterator[None]:
    """These events changed behind the product's back for a while; whatever happens meanwhile, they are put right."""
    with engine.begin() as connection:
        found = connection.execute(select(EVENTS).where(EVENTS.c.position.in_(positions)).order_by(EVENTS.c.position))
        kept = [dict(row._mapping) for row in found]
        change(connection, kept)
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(delete(EVENTS).where(EVENTS.c.id.in_([row["id"] for row in kept])))
            connection.execute(insert(EVENTS), kept)


def _remove(connection: Connection, rows: Rows) -> None:
    connection.execute(delete(EVENTS).where(EVENTS.c.id.in_([row["id"] for row in rows])))


def _swap(connection: Connection, rows: Rows) -> None:
    """Exchange what two events say and leave them their places in the chain."""
    said = ("event_id", "subject", "data")
    first, second = ({name: row[name] for name in said} for row in rows)
    one, other = (row["position"] for row in rows)
    away = {"event_id": new_id(), "subject": new_id()}
    for position, values in ((one, away), (other, first), (one, second)):
        connection.execute(update(EVENTS).where(EVENTS.c.position == position).values(values))
