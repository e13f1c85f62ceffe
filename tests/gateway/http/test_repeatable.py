"""Every write of the API, found among its routes, is done once for a key: nothing has to be registered."""

import inspect
import re
from typing import Any

import pytest
from flask import Flask

from deploy.roster import service_class
from gateway.http.app import create_app
from gateway.http.discovery import all_routes, table_of
from gateway.http.routes import Route, Shape
from shared.entrypoints import Entrypoints
from tests.gateway.http.stand_ins import TOY_ID, StandInAccess, StandInBus, StandInPrincipal, StandInSettings

WRITES = [route for route in table_of(all_routes()).values() if route.writes]
KEPT = [route for route in WRITES if route.keeps_answer and not route.is_open]
CALLED = [route for route in KEPT if route.shape is not Shape.BULK]


@pytest.fixture(scope="module")
def bus() -> StandInBus:
    return StandInBus()


@pytest.fixture(scope="module")
def app(bus: StandInBus) -> Flask:
    access = StandInAccess()
    rights = frozenset(route.right for route in WRITES)
    for login in ("good", "reader"):
        access.people[login] = StandInPrincipal(TOY_ID, f"token of {login}", rights)
    pace = "100000/100000"
    return create_app(StandInSettings(rate_limit=pace, bulk_rate_limit=pace), bus, access)


Sent = tuple[str, str]


def sent(app: Flask, bus: StandInBus, route: Route, content: str, token: str = "good") -> Sent:
    """The key and the fingerprint with which a request reaches its service. `content` is in the body if it has one."""
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "the-same", "If-Match": "*"}
    body: dict[str, Any] = {}
    if route.shape is Shape.UPLOAD:
        body = {"data": content, "content_type": route.uploads[0]}
    elif route.takes:
        body = {"json": {"content": content}}
    path = re.sub("<[^>]*>", TOY_ID, route.rule)
    answer = app.test_client().open(path, method=route.method, headers=headers, **body)
    assert answer.status_code < 300, (route.endpoint, answer.get_data(as_text=True))
    return bus.last.context["idempotency_key"], bus.last.context["fingerprint"]


@pytest.mark.parametrize("route", CALLED, ids=lambda route: route.endpoint)
def test_a_repeated_write_is_known_by_its_key_and_its_content_and_its_sender(
    app: Flask, bus: StandInBus, route: Route
) -> None:
    first = sent(app, bus, route, "one")
    assert sent(app, bus, route, "one") == first
    key, fingerprint = sent(app, bus, route, "other")
    assert key == first[0]
    assert (fingerprint != first[1]) is bool(route.takes or route.uploads)
    assert sent(app, bus, route, "one", token="reader")[0] != key


@pytest.mark.parametrize("route", CALLED, ids=lambda route: route.endpoint)
def test_the_service_answers_each_write_through_the_door_that_keeps_the_key(route: Route) -> None:
    service = service_class(route.service)
    assert issubclass(service, Entrypoints)
    assert service.answer_call is Entrypoints.answer_call
    method = getattr(service, route.rpc)
    assert inspect.unwrap(method) is not method
    assert method.nameko_entrypoints


def test_one_key_is_another_one_for_each_operation(app: Flask, bus: StandInBus) -> None:
    keys = [sent(app, bus, route, "one")[0] for route in CALLED]
    assert len(set(keys)) == len(keys)
