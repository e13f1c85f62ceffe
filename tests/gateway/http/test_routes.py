"""Every route of the product: one right, one call that exists, one description."""

import importlib
import inspect
from pathlib import Path

import pytest
from flask import Flask

from gateway.http.app import create_app
from gateway.http.console import METHODS
from gateway.http.discovery import RouteDeclaredTwice, all_routes, table_of
from gateway.http.openapi import describe
from gateway.http.routes import Route, Routes, Shape
from shared.contracts.rights import PUBLIC, is_right
from shared.rights import ABOUT_ONESELF
from shared.settings import GATEWAY, SERVICES
from tests.gateway.http.stand_ins import StandInAccess, StandInBus, StandInSettings, ToyView, toy_routes

ROUTES = list(table_of(all_routes()).values())
RIGHTS_OF_CONTRACTS = importlib.import_module("shared.contracts.rights")
ROOT = Path(__file__).resolve().parents[3]

OPEN = {
    "GET /docs",
    "GET /docs/search.js",
    "GET /docs/style.css",
    "GET /health",
    "GET /health/live",
    "GET /health/ready",
    "GET /metrics",
    "GET /v1/asyncapi.json",
    "GET /v1/errors",
    "GET /v1/errors/<code>",
    "GET /v1/events/catalogue",
    "GET /v1/openapi.json",
    "POST /v1/forms/<form_key>/submissions",
    "GET /.well-known/oauth-authorization-server",
    "GET /v1/oauth/authorize",
    "POST /v1/oauth/authorize",
    "POST /v1/oauth/revoke",
    "POST /v1/oauth/token",
    "POST /v1/password-resets",
    "POST /v1/password-resets/redeem",
    "POST /v1/sessions",
    "POST /v1/tokens",
}


@pytest.fixture(scope="module")
def whole() -> Flask:
    return create_app(StandInSettings(), StandInBus(), StandInAccess())


def test_flask_answers_nothing_but_declared_routes_and_the_pages_of_the_console(whole: Flask) -> None:
    declared = {(route.rule, route.method) for route in ROUTES}
    declared |= {(rule, method) for rule in ("/", "/<console:place>") for method in METHODS if method != "HEAD"}
    answered = {
        (rule.rule, method)
        for rule in whole.url_map.iter_rules()
        for method in (rule.methods or ())
        if method != "HEAD"
    }

    assert answered == declared


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.endpoint)
def test_a_route_has_exactly_one_right(route: Route) -> None:
    assert route.right in {PUBLIC, *ABOUT_ONESELF} or is_right(route.right)


def test_only_these_routes_need_no_sign_in() -> None:
    assert {f"{route.method} {route.rule}" for route in ROUTES if route.right == PUBLIC} == OPEN


def test_an_open_route_that_calls_a_service_is_throttled() -> None:
    assert [route.endpoint for route in ROUTES if route.is_open and not route.view and not route.per_minute] == []


def test_addresses_are_versioned_and_in_kebab_case() -> None:
    for route in ROUTES:
        parts = [part for part in route.rule.split("/")[1:] if not part.startswith("<")]
        assert parts[0] in {".well-known", "v1", "docs", "health", "metrics"}, route.rule
        assert all(part == part.lower() and "_" not in part for part in parts), route.rule


def _service_class(service: str) -> type | None:
    package = GATEWAY if service == GATEWAY else f"services.{service}"
    if not (ROOT / package.replace(".", "/") / "service.py").exists():
        return None
    module = importlib.import_module(f"{package}.service")
    return next(kind for kind in vars(module).values() if getattr(kind, "name", None) == service)


CALLED = [route for route in ROUTES if not route.view and _service_class(route.service)]


@pytest.mark.parametrize("route", CALLED, ids=lambda route: route.endpoint)
def test_the_call_behind_a_route_exists_and_takes_what_the_route_gives(route: Route) -> None:
    method = getattr(_service_class(route.service), route.rpc, None)
    assert method is not None, f"{route.service} has no {route.rpc}"

    given = set(route.parameters) | {name for name, _ in route.fixed}
    given |= {"query"} if route.shape in {Shape.LIST, Shape.SEARCH, Shape.REPORT} else set()
    given |= {"request"} if route.takes else set()
    given |= {"address"} if route.tells_address else set()
    given |= {"language"} if route.tells_language else set()
    given |= {"content"} if route.uploads else set()
    given |= {"form", "authorization", "address"} if route.shape is Shape.FORM else set()
    taken = inspect.signature(inspect.unwrap(method)).parameters
    needed = {name for name, parameter in taken.items() if parameter.default is parameter.empty} - {"self"}

    assert needed <= given <= set(taken), f"{route.rpc} takes {sorted(needed)}, the route gives {sorted(given)}"


def test_every_service_of_a_route_is_one_of_the_house() -> None:
    assert {route.service for route in ROUTES} <= {*SERVICES, GATEWAY}


def test_operations_have_names_of_their_own() -> None:
    described = describe(tuple(all_routes()))["paths"]
    names = [operation["operationId"] for methods in described.values() for operation in methods.values()]

    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_the_same_address_declared_twice_is_refused_at_start() -> None:
    again = Routes("toys", service="sales", tag="Toys")
    again.read("/v1/toys/<other_id>", rpc="get_other", right="sales.other:read", gives=ToyView)

    with pytest.raises(RouteDeclaredTwice):
        create_app(StandInSettings(), StandInBus(), StandInAccess(), [toy_routes(), again])
