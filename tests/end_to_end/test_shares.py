"""One record opened to one person or unit more: to read, or to write, until the share ends; and nothing beyond."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import create_engine, update

from shared.clock import today
from shared.ids import new_id
from shared.persistence.platform import Share
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company

ANY_VERSION = {"If-Match": "*"}
LACKED = {"marketing", "service_desk"}
"""The services in which `sven.south` has no right at all."""


@dataclass(frozen=True)
class Noun:
    """How one record is made, changed as somebody with a share for writing may, and what no share lets anybody do."""

    service: str
    right: str
    path: str
    make: Callable[[Client], Any]
    change: Any
    beyond: tuple[tuple[str, Callable[[Company], Any]], ...] = ()


def _deal(client: Client) -> Any:
    return client.post("/v1/opportunities", {"name": f"Deal {new_id()}"})


def _lines(client: Client) -> list[Any]:
    product = client.get("/v1/products", params={"limit": 1})["data"][0]
    return [{"product_id": product["id"], "quantity": 1}]


def _quotation(client: Client) -> Any:
    body = {"opportunity_id": _deal(client)["id"], "valid_until": "2099-01-01", "lines": _lines(client)}
    return client.post("/v1/quotations", body)


def _order(client: Client) -> Any:
    customer = client.post("/v1/customers", {"name": f"Customer {new_id()}"})
    return client.post("/v1/orders", {"customer_id": customer["id"], "lines": _lines(client)})


def _known_customer(client: Client) -> str:
    """One that the service desk has heard of."""
    made = str(client.post("/v1/customers", {"name": f"Customer {new_id()}"})["id"])
    body = {"customer_id": made, "description": "It squeaks"}
    assert eventually(lambda: client.ask("POST", "/v1/requests", body).status_code == 201)
    return made


def _agreement(client: Client) -> Any:
    days = {"starts_on": "2026-01-01", "ends_on": "2099-12-31"}
    body = {"customer_id": _known_customer(client), "name": "Oil", "coverage": "business_hours", "fee": "10.00"}
    return client.post("/v1/agreements", body | days)


def _visit(client: Client) -> Any:
    customer = client.post("/v1/customers", {"name": f"Customer {new_id()}"})
    return client.post(
        "/v1/visits", {"customer_id": customer["id"], "subject": "Oil", "starts_at": "2099-01-05T09:00:00Z"}
    )


def _activity(client: Client) -> Any:
    customer = client.post("/v1/customers", {"name": f"Customer {new_id()}"})
    body = {"type": "call", "happened_at": "2026-01-05T09:00:00Z", "customer_id": customer["id"]}
    return client.post("/v1/activities", body)


_DAYS = count()


def _plan(client: Client) -> Any:
    """Of a day of its own: there is one for each person and period."""
    starts_on = date(2095, 1, 1) + timedelta(days=next(_DAYS))
    return client.post("/v1/plans", {"kind": "day", "starts_on": starts_on.isoformat(), "items": [{"text": "Oil"}]})


def _to_sara(company: Company) -> Any:
    return {"owner_id": company.people["sara.south"]["id"]}


NOUNS = {
    "customers": Noun(
        "sales",
        "customer",
        "/v1/customers",
        lambda client: client.post("/v1/customers", {"name": f"Shared {new_id()}"}),
        {"address": "Elsewhere"},
        (("transfer", _to_sara),),
    ),
    "leads": Noun(
        "sales",
        "lead",
        "/v1/leads",
        lambda client: client.post("/v1/leads", {"name": f"Shared {new_id()}"}),
        {"company": "Elsewhere"},
        (("transfer", _to_sara),),
    ),
    "quotations": Noun("sales", "quotation", "/v1/quotations", _quotation, {"valid_until": "2099-02-01"}),
    "orders": Noun("sales", "order", "/v1/orders", _order, {"note": "Elsewhere"}),
    "requests": Noun(
        "service_desk",
        "request",
        "/v1/requests",
        lambda client: client.post("/v1/requests", {"description": "It squeaks", "customer_name": "Joe"}),
        {"subject": "Elsewhere"},
        (
            ("claim", lambda company: {}),
            ("reassign", lambda company: {"assignee_id": company.people["sara.south"]["id"]}),
        ),
    ),
    "campaigns": Noun(
        "marketing",
        "campaign",
        "/v1/campaigns",
        lambda client: client.post("/v1/campaigns", {"name": f"Shared {new_id()}", "kind": "web"}),
        {"goal": "Elsewhere"},
    ),
    "contacts": Noun(
        "sales",
        "contact",
        "/v1/contacts",
        lambda client: client.post("/v1/contacts", {"name": f"Shared {new_id()}", "kind": "supplier"}),
        {"title": "Elsewhere"},
        (("transfer", _to_sara),),
    ),
    "activities": Noun("sales", "activity", "/v1/activities", _activity, {"result": "Elsewhere"}),
    "visits": Noun("sales", "visit", "/v1/visits", _visit, {"place": "Elsewhere"}, (("transfer", _to_sara),)),
    "agreements": Noun("service_desk", "agreement", "/v1/agreements", _agreement, {"terms": "Elsewhere"}),
    "built-reports": Noun(
        "reporting",
        "built_report",
        "/v1/built-reports",
        lambda client: client.post("/v1/built-reports", {"title": f"Shared {new_id()}", "table": "deals"}),
        {"title": "Elsewhere"},
    ),
    "dashboards": Noun(
        "reporting",
        "dashboard",
        "/v1/dashboards",
        lambda client: client.post("/v1/dashboards", {"title": f"Shared {new_id()}"}),
        {"title": "Elsewhere"},
    ),
    "plans": Noun("messaging", "plan", "/v1/plans", _plan, {"title": "Elsewhere"}),
}


@pytest.fixture(params=NOUNS)
def noun(request: pytest.FixtureRequest) -> Noun:
    return NOUNS[request.param]


@pytest.fixture
def record(company: Company, noun: Noun) -> Any:
    company["admin"].post("/v1/products", {"code": new_id(), "name": "Plane", "list_price": "10.00"})
    return noun.make(company["nils.north"])


def rows_of(client: Client, noun: Noun, record: Any) -> tuple[list[str], int]:
    """Whether the list has the record, and what it counts."""
    page = client.get(noun.path, params={"filter[id][eq]": record["id"], "count": "exact"})
    return [row["id"] for row in page["data"]], page["count"]


def test_a_share_lets_one_person_read_then_write_until_it_is_revoked(company: Company, noun: Noun, record: Any) -> None:
    nils, sara, one = company["nils.north"], company["sara.south"], f"{noun.path}/{record['id']}"
    sara.refused("GET", one, status=404)
    whole = sara.get(noun.path, params={"count": "exact"})["count"]
    share = nils.post(f"{one}/shares", {"person_id": company.people["sara.south"]["id"]})
    assert (share["access"], share["until"], share["org_unit_id"]) == ("read", None, None)

    assert sara.get(one)["id"] == record["id"]
    assert rows_of(sara, noun, record) == ([record["id"]], 1)
    assert sara.get(noun.path, params={"count": "exact"})["count"] == whole + 1
    sara.refused("PATCH", one, noun.change, status=403, code="forbidden", headers=ANY_VERSION)
    sara.refused("POST", f"{one}/shares", {"org_unit_id": company.units["SOUTH"]["id"]}, status=403)
    company["sven.south"].refused("GET", f"{one}/shares", status=403 if noun.service in LACKED else 404)

    again = nils.post(f"{one}/shares", {"person_id": company.people["sara.south"]["id"], "access": "write"})
    assert (again["id"], again["access"]) == (share["id"], "write")
    changed = sara.patch(one, noun.change, headers=ANY_VERSION)
    assert changed.items() >= noun.change.items()
    for verb, body in noun.beyond:
        sara.refused("POST", f"{one}/{verb}", body(company), status=403, code="forbidden")
    sara.refused("POST", f"{one}/shares", {"org_unit_id": company.units["SOUTH"]["id"]}, status=403)
    sara.refused("DELETE", f"{one}/shares/{share['id']}", status=403)
    assert [told["id"] for told in sara.get(f"{one}/shares")["data"]] == [share["id"]]

    assert nils.ask("DELETE", f"{one}/shares/{share['id']}").status_code == 204
    sara.refused("GET", one, status=404)
    sara.refused("PATCH", one, noun.change, status=404, headers=ANY_VERSION)
    assert rows_of(sara, noun, record) == ([], 0)
    assert nils.get(f"{one}/shares")["data"] == []
    nils.refused("DELETE", f"{one}/shares/{share['id']}", status=404)
    grantee = company.people["sara.south"]["id"]
    told = [(entry["type"], entry["changes"].get("shared_with")) for entry in nils.get(f"{one}/history")["data"]]
    name = f"tenon.{noun.service}.{noun.right}"
    assert told[1:3] == [(f"{name}.shared.v1", {"before": None, "after": grantee})] * 2
    assert told[-1] == (f"{name}.share_revoked.v1", {"before": grantee, "after": None})


def test_a_share_with_a_unit_lets_those_in_who_stand_there_and_ends_by_its_date(
    company: Company, noun: Noun, record: Any
) -> None:
    nils, sara, one = company["nils.north"], company["sara.south"], f"{noun.path}/{record['id']}"
    body = {"org_unit_id": company.units["SOUTH"]["id"], "until": today().isoformat()}
    share = nils.post(f"{one}/shares", body)
    assert sara.get(one)["id"] == record["id"]
    told = company["admin"].get(
        "/v1/access/explain", params={"user": company.people["sara.south"]["id"], "record": one}
    )
    assert told["may"] is True, told
    assert [link["holds"] for link in told["chain"] if link["rule"] == "share"] == [True], told

    late = (today() - timedelta(days=1)).isoformat()
    nils.refused("POST", f"{one}/shares", {**body, "until": late}, status=422, code="share_until_past")
    nils.refused("POST", f"{one}/shares", {"person_id": new_id()}, status=422, code="share_grantee_unknown")
    mine = {"person_id": nils.me["id"]}
    nils.refused("POST", f"{one}/shares", mine, status=422, code="share_with_owner")
    nils.refused("POST", f"{one}/shares", {}, status=400)
    nils.refused("POST", f"{one}/shares", {**mine, "org_unit_id": body["org_unit_id"]}, status=400)
    engine = create_engine(company.stack.database_url(noun.service))
    with engine.begin() as database:
        yesterday = today() - timedelta(days=1)
        database.execute(update(Share).where(Share.id == share["id"]).values(until=yesterday))
    engine.dispose()
    sara.refused("GET", one, status=404)
    assert rows_of(sara, noun, record) == ([], 0)


def test_whom_a_customer_is_shared_with_may_name_it_in_other_services_as_long_as_that_lasts(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    customer = nils.post("/v1/customers", {"name": f"Shared {new_id()}"})
    request = {"customer_id": customer["id"], "description": "It squeaks"}
    sara.refused("POST", "/v1/requests", request, status=422)
    path = f"/v1/customers/{customer['id']}"
    share = nils.post(f"{path}/shares", {"person_id": company.people["sara.south"]["id"]})
    assert eventually(lambda: sara.ask("POST", "/v1/requests", request).status_code == 201)
    assert eventually(lambda: len(sara.get(f"{path}/copies")["data"]) == 4)
    assert [entry["kind"] for entry in sara.get(f"{path}/timeline")["data"]] == ["request"]
    assert nils.ask("DELETE", f"{path}/shares/{share['id']}").status_code == 204
    assert eventually(lambda: sara.ask("POST", "/v1/requests", request).status_code == 422)
    sara.refused("GET", f"{path}/copies", status=404)
