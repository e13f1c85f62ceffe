"""The timeline and the copies of a customer, with stand-ins for the services: what is asked, and who is missing."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.customers.routes import routes
from gateway.http.app import create_app
from shared.contracts.gateway.customers import KINDS, KNOWING
from shared.contracts.sales import customers
from shared.errors import NotFound, Unavailable
from shared.signing import verify_actor
from tests.gateway.http.stand_ins import SECRET, StandInAccess, StandInBus, StandInPrincipal, StandInSettings

CUSTOMER = "01890000-0000-7000-8000-000000000001"
PATH = f"/v1/customers/{CUSTOMER}"


def entry(kind: str, service: str, number: int) -> dict[str, Any]:
    record_id = f"01890000-0000-7000-8000-{number:012d}"
    return {"id": record_id, "at": f"2026-01-01T00:00:{number:02d}+00:00", "kind": kind, "service": service}


class Rights(StandInAccess):
    def __init__(self, *rights: str) -> None:
        super().__init__()
        self.held = frozenset(rights)

    def authenticate(self, token: str, *, by_cookie: bool = False) -> StandInPrincipal:
        return StandInPrincipal("someone", "token", self.held)


@pytest.fixture
def bus() -> StandInBus:
    bus = StandInBus()
    bus.answers |= {f"{service}.list_timeline_entries": {"data": []} for service in KNOWING}
    bus.answers["get_known_customer"] = {"id": CUSTOMER}
    return bus


def client_with(bus: StandInBus, *rights: str) -> FlaskClient:
    client = create_app(StandInSettings(), bus, Rights(*rights), [routes]).test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = "Bearer good"
    return client


EVERY_RIGHT = (*(kind.right for kind in KINDS), customers.READ)


def test_a_service_that_is_away_is_named_and_the_others_are_told(bus: StandInBus) -> None:
    bus.answers |= {
        "sales.list_timeline_entries": {"data": [entry("order", "sales", 1), entry("lead", "sales", 3)]},
        "service_desk.list_timeline_entries": {"data": [entry("request", "service_desk", 2)]},
        "marketing.list_timeline_entries": Unavailable("away"),
    }
    answer = client_with(bus, *EVERY_RIGHT).get(f"{PATH}/timeline")
    told = answer.get_json()
    assert answer.status_code == 200
    assert [one["kind"] for one in told["data"]] == ["lead", "request", "order"]
    assert (told["missing"], told["next"]) == (["marketing"], None)


def test_each_service_is_asked_once_under_the_rights_that_the_caller_holds_and_no_others(bus: StandInBus) -> None:
    client_with(bus, "sales.order:read", "distribution.invoice:read").get(f"{PATH}/timeline?limit=7")
    asked = {call.service: call for call in bus.calls if call.method == "list_timeline_entries"}
    assert len(asked) == len([call for call in bus.calls if call.method == "list_timeline_entries"]) == 2
    for service, kind, right in (
        ("sales", "order", "sales.order:read"),
        ("distribution", "invoice", "distribution.invoice:read"),
    ):
        [reader] = asked[service].arguments["readers"]
        assert (reader["kind"], verify_actor(reader["actor"], SECRET).right) == (kind, right)
        assert asked[service].arguments["window"] == {"limit": 8}
    assert "get_known_customer" not in {call.method for call in bus.calls}


def test_nothing_in_sight_of_a_customer_out_of_sight_is_not_found_unless_somebody_did_not_answer(
    bus: StandInBus,
) -> None:
    bus.answers["get_known_customer"] = NotFound("nothing")
    client = client_with(bus, *EVERY_RIGHT)
    assert client.get(f"{PATH}/timeline").status_code == 404
    bus.answers["distribution.list_timeline_entries"] = Unavailable("away")
    answer = client.get(f"{PATH}/timeline")
    assert (answer.status_code, answer.get_json()["missing"]) == (200, ["distribution"])


def test_copies_come_from_those_who_know_and_name_those_who_are_away(bus: StandInBus) -> None:
    bus.answers |= {
        "marketing.get_known_customer": NotFound("not yet"),
        "distribution.get_known_customer": Unavailable("away"),
    }
    told = client_with(bus, customers.READ).get(f"{PATH}/copies").get_json()
    assert [copy["service"] for copy in told["data"]] == ["sales", "service_desk"]
    assert told["missing"] == ["distribution"]


def test_whom_sales_shows_a_customer_no_more_is_shown_no_older_copy(bus: StandInBus) -> None:
    bus.answers["sales.get_known_customer"] = NotFound("nothing")
    assert client_with(bus, customers.READ).get(f"{PATH}/copies").status_code == 404
    bus.answers["sales.get_known_customer"] = Unavailable("away")
    told = client_with(bus, customers.READ).get(f"{PATH}/copies").get_json()
    assert ([copy["service"] for copy in told["data"]], told["missing"]) == (list(KNOWING[1:]), ["sales"])
