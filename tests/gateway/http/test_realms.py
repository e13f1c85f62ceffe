"""Which operations people of partners may call: written out, so that a new one is let in only on purpose."""

from gateway.http.discovery import all_routes
from gateway.http.routes import Routes, Shape
from shared.settings import GATEWAY

GATEWAYS_OWN = {
    "GET /v1/oauth/authorize",
    "POST /v1/oauth/authorizations",
    "POST /v1/oauth/authorizations/preview",
    "POST /v1/oauth/authorize",
    "POST /v1/oauth/revoke",
    "POST /v1/oauth/token",
    "DELETE /v1/oauth-consents/<consent_id>",
    "DELETE /v1/personal-tokens/<token_id>",
    "DELETE /v1/sessions/<session_id>",
    "DELETE /v1/sessions/current",
    "DELETE /v1/tokens/<token_id>",
    "GET /v1/customers/<customer_id>/copies",
    "GET /v1/customers/<customer_id>/timeline",
    "GET /v1/events",
    "GET /v1/limits",
    "GET /v1/me",
    "GET /v1/me/second-factor",
    "GET /v1/meta/<entity>",
    "GET /v1/oauth-consents",
    "GET /v1/personal-tokens",
    "GET /v1/sessions",
    "GET /v1/sessions/current",
    "GET /v1/stream",
    "GET /v1/tokens",
    "POST /v1/me/password",
    "POST /v1/me/second-factor",
    "POST /v1/me/second-factor/confirm",
    "POST /v1/me/second-factor/recovery-codes",
    "POST /v1/me/second-factor/remove",
    "POST /v1/me/sign-out-everywhere",
    "POST /v1/personal-tokens",
    "POST /v1/personal-tokens/<token_id>/narrow",
    "POST /v1/sessions",
    "POST /v1/tokens",
}
NOUNS_OF_SERVICES = {
    "agents",
    "agreements",
    "article-suggestions",
    "articles",
    "calendar",
    "campaign-members",
    "campaigns",
    "carts",
    "configurations",
    "configurators",
    "contacts",
    "credit-notes",
    "customers",
    "deal-registrations",
    "dispatch-orders",
    "forms",
    "inbound-documents",
    "inbound-returns",
    "invoices",
    "items",
    "leads",
    "messages",
    "opportunities",
    "orders",
    "outbound-documents",
    "payments",
    "pipeline",
    "plans",
    "products",
    "quotations",
    "recommendations",
    "reports",
    "requests",
    "schedules",
    "shipments",
    "stages",
    "stock",
    "stores",
    "warehouses",
    "visits",
}
ROUTES = [route for group in all_routes() for route in group.declared if route.rule.startswith("/v1/")]


def test_only_these_operations_of_the_gateway_are_open_to_partners() -> None:
    found = {f"{route.method} {route.rule}" for route in ROUTES if route.for_partners and route.service == GATEWAY}
    assert {name for name in found if not name.endswith("/bulk")} == GATEWAYS_OWN


def test_of_the_services_only_these_nouns_are() -> None:
    nouns = {route.rule.split("/")[2] for route in ROUTES if route.for_partners and route.service != GATEWAY}
    assert nouns == NOUNS_OF_SERVICES


def test_a_bulk_is_open_where_one_of_its_operations_is_and_asks_each_of_them_again() -> None:
    bulks = {route.rule.split("/")[2]: route.for_partners for route in ROUTES if route.shape is Shape.BULK}
    single = {(route.rule.split("/")[2], route.for_partners) for route in ROUTES if route.shape is not Shape.BULK}
    assert {noun for noun, is_open in bulks.items() if is_open} <= {noun for noun, is_open in single if is_open}
    assert not bulks["people"]
    assert not bulks["org-units"]


def test_what_is_not_said_to_be_for_partners_is_not() -> None:
    assert Routes("toys", service=GATEWAY, tag="Toys").for_partners is False
    assert Routes("toys", service="sales", tag="Toys").for_partners is True
