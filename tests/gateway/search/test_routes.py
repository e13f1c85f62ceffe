"""Searching all kinds at once, with stand-ins for the services: what is asked, what is told, and who is missing."""

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.http.app import create_app
from gateway.http.discovery import all_routes, declared_lists
from shared.actor import Actor
from shared.contracts.gateway.search import SEARCHED, SEARCHING
from shared.errors import Unavailable
from tests.gateway.customers.test_routes import Rights
from tests.gateway.http.stand_ins import StandInBus, StandInPrincipal, StandInSettings

CUSTOMER = "01890000-0000-7000-8000-000000000001"
ORDER = "01890000-0000-7000-8000-000000000002"
EVERY_RIGHT = tuple(declared_lists()[one.noun].right for one in SEARCHED)


class LimitedPrincipal(StandInPrincipal):
    def actor_for(self, right: str, *, for_partners: bool = True) -> Actor:
        open_fields = frozenset({"name"}) if right == "sales.lead:read" else None
        return replace(super().actor_for(right, for_partners=for_partners), fields=open_fields)


class LimitedRights(Rights):
    def authenticate(self, token: str, *, by_cookie: bool = False) -> StandInPrincipal:
        return LimitedPrincipal("someone", "token", self.held)


@pytest.fixture
def bus() -> StandInBus:
    bus = StandInBus()
    bus.answers |= {declared_lists()[one.noun].rpc: page() for one in SEARCHED}
    return bus


def page(*rows: dict[str, Any], following: str | None = None) -> dict[str, Any]:
    return {"data": list(rows), "next": following, "prev": None}


def client_with(bus: StandInBus, access: Rights) -> FlaskClient:
    client = create_app(StandInSettings(), bus, access, all_routes()).test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = "Bearer good"
    return client


def test_what_is_searched_by_words_is_searched_here_and_what_is_told_are_fields_of_its_view() -> None:
    lists = declared_lists()
    listings = {noun: route.listing for noun, route in lists.items() if route.listing}
    assert {one.noun for one in SEARCHED} == {noun for noun, listing in listings.items() if listing.searchable}
    assert {lists[one.noun].service for one in SEARCHED} == set(SEARCHING)
    for one in SEARCHED:
        shown = listings[one.noun].view().fields
        for place in (one.name, *([one.number] if one.number else []), *one.context):
            assert place.partition(".")[0] in shown, f"{one.type} has no {place}"


def test_a_service_that_is_away_is_named_and_the_others_are_told(bus: StandInBus) -> None:
    bus.answers |= {
        "list_customers": page({"id": CUSTOMER, "name": "天诺", "city": "北京", "industry": None, "status": "active"}),
        "list_orders": page({"id": ORDER, "number": "O-7", "status": "draft", "customer": None}, following="more"),
        "list_requests": Unavailable("away"),
    }
    answer = client_with(bus, Rights(*EVERY_RIGHT)).get("/v1/search?q=天诺&limit=3")
    told = {"id": CUSTOMER, "type": "customer", "name": "天诺", "number": None, "path": f"/v1/customers/{CUSTOMER}"}
    ordered = {"id": ORDER, "type": "order", "name": None, "number": "O-7", "path": f"/v1/orders/{ORDER}"}
    assert (answer.status_code, answer.get_json()) == (
        200,
        {
            "data": [
                {"type": "customer", "found": [{**told, "context": "北京 · active"}], "more": False},
                {"type": "order", "found": [{**ordered, "context": "draft"}], "more": True},
            ],
            "missing": ["service_desk"],
        },
    )
    asked = [call.arguments for call in bus.calls if call.method == "list_orders"]
    assert asked == [{"query": {"filter": [], "limit": 3, "count": "none", "q": "天诺"}}]


def test_only_types_that_are_wanted_and_may_be_read_with_all_fields_are_asked_for(bus: StandInBus) -> None:
    held = ("sales.customer:read", "sales.lead:read", "sales.order:read")
    client = client_with(bus, LimitedRights(*held))
    client.get("/v1/search?q=a")
    assert {call.method: call.actor.right for call in bus.calls if call.method.startswith("list_")} == {
        "list_customers": "sales.customer:read",
        "list_orders": "sales.order:read",
    }
    bus.calls.clear()
    assert client.get("/v1/search?q=a&type=order,request").status_code == 200
    assert [call.method for call in bus.calls if call.method.startswith("list_")] == ["list_orders"]


@pytest.mark.parametrize("query", ["", "?q=", "?q=a&limit=0", "?q=a&limit=21", "?q=a&type=secret", "?q=a&other=1"])
def test_a_search_that_is_none_is_refused(bus: StandInBus, query: str) -> None:
    answer = client_with(bus, Rights(*EVERY_RIGHT)).get(f"/v1/search{query}")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
