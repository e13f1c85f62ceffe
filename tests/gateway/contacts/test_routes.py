"""The timeline of a contact, with stand-ins for the services: what is asked, for whom, and who is missing."""

import pytest
from flask.testing import FlaskClient

from gateway.contacts.routes import routes
from gateway.http.app import create_app
from shared.contracts.gateway.contacts import ACTIVITY, KINDS, MESSAGE
from shared.contracts.sales import contacts
from shared.errors import NotFound, Unavailable
from shared.signing import verify_actor
from tests.gateway.customers.test_routes import Rights, entry
from tests.gateway.http.stand_ins import SECRET, Called, StandInBus, StandInSettings

CONTACT = "01890000-0000-7000-8000-000000000001"
RELATED = {"contact_id": CONTACT, "customer_id": None, "opportunity_ids": []}
PATH = f"/v1/contacts/{CONTACT}/timeline"
ENTRIES = "list_contact_timeline_entries"
EVERY_RIGHT = (*(kind.right for kind in KINDS), contacts.READ)


@pytest.fixture
def bus() -> StandInBus:
    bus = StandInBus()
    bus.answers |= {
        "sales.get_related": RELATED,
        f"sales.{ENTRIES}": {"data": [entry("activity", "sales", 1)]},
        f"messaging.{ENTRIES}": {"data": [entry("message", "messaging", 2)]},
    }
    return bus


def client_with(bus: StandInBus, *rights: str) -> FlaskClient:
    client = create_app(StandInSettings(), bus, Rights(*rights), [routes]).test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = "Bearer good"
    return client


def asked(bus: StandInBus, service: str) -> Called:
    [call] = [call for call in bus.calls if (call.service, call.method) == (service, ENTRIES)]
    return call


def test_each_service_is_told_what_the_contact_has_to_do_with_and_who_reads(bus: StandInBus) -> None:
    told = client_with(bus, *EVERY_RIGHT).get(PATH).get_json()
    assert [one["kind"] for one in told["data"]] == ["message", "activity"]
    assert (told["customer_id"], told["missing"]) == (None, [])
    for service in ("sales", "messaging"):
        call = asked(bus, service)
        assert call.arguments["related"] == RELATED
        rights = {one["kind"]: verify_actor(one["actor"], SECRET).right for one in call.arguments["readers"]}
        assert rights == {kind.name: kind.right for kind in KINDS if kind.service == service}


def test_a_kind_that_may_not_be_read_is_not_asked_for(bus: StandInBus) -> None:
    told = client_with(bus, contacts.READ, ACTIVITY.right).get(PATH).get_json()
    assert [one["kind"] for one in told["data"]] == ["activity"]
    assert [one["kind"] for one in asked(bus, "sales").arguments["readers"]] == ["activity"]
    assert client_with(bus, MESSAGE.right).get(PATH).status_code == 403


def test_a_contact_that_sales_does_not_show_is_not_found(bus: StandInBus) -> None:
    bus.answers["sales.get_related"] = NotFound("nobody")
    assert client_with(bus, *EVERY_RIGHT).get(PATH).status_code == 404


def test_without_messages_the_rest_is_told_and_without_sales_nothing_is(bus: StandInBus) -> None:
    bus.answers[f"messaging.{ENTRIES}"] = Unavailable("away")
    told = client_with(bus, *EVERY_RIGHT).get(PATH).get_json()
    assert ([one["kind"] for one in told["data"]], told["missing"]) == (["activity"], ["messaging"])
    bus.answers["sales.get_related"] = Unavailable("away")
    assert client_with(bus, *EVERY_RIGHT).get(PATH).status_code == 503
