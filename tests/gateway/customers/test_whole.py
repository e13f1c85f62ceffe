"""A customer as a whole, with stand-ins for the services: what is asked, under which rights, and who is missing."""

import pytest
from flask.testing import FlaskClient

from gateway.http.app import create_app
from gateway.sales.customers import routes
from shared.contracts.gateway.whole_customers import MOST_SHOWN, PARTS
from shared.contracts.sales import contacts, customers
from shared.errors import NotFound, Unavailable
from tests.gateway.customers.test_routes import CUSTOMER, PATH, Rights
from tests.gateway.http.stand_ins import StandInBus, StandInSettings

EVERY_RIGHT = (*(part.right for part in PARTS), customers.READ)
NOTHING = {"data": [], "more": False}


@pytest.fixture
def bus() -> StandInBus:
    bus = StandInBus()
    bus.answers |= {part.rpc: {"data": [{"id": part.name}], "next": None} for part in PARTS}
    bus.answers["get_customer"] = {"id": CUSTOMER, "version": 3, "name": "Joe"}
    return bus


def client_with(bus: StandInBus, *rights: str) -> FlaskClient:
    client = create_app(StandInSettings(), bus, Rights(*rights), [routes]).test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = "Bearer good"
    return client


def test_each_part_is_asked_once_under_its_own_right(bus: StandInBus) -> None:
    told = client_with(bus, *EVERY_RIGHT).get(f"{PATH}?expand=all").get_json()
    assert (told["name"], told["missing"]) == ("Joe", [])
    assert told["expanded"] == {part.name: {"data": [{"id": part.name}], "more": False} for part in PARTS}
    asked = {call.method: call for call in bus.calls if call.method != "describe_custom_fields"}
    assert asked.keys() == {"get_customer", *(part.rpc for part in PARTS)}
    for part in PARTS:
        assert (asked[part.rpc].service, asked[part.rpc].actor.right) == (part.service, part.right)
        assert asked[part.rpc].arguments["query"]["limit"] == MOST_SHOWN


def test_a_part_without_its_right_is_left_out_and_one_out_of_sight_is_empty(bus: StandInBus) -> None:
    bus.answers["list_customer_contacts"] = NotFound("not for you")
    told = client_with(bus, customers.READ, contacts.READ).get(f"{PATH}?expand=all").get_json()
    assert told["expanded"] == {"contacts": NOTHING}


def test_whoever_does_not_answer_is_named_and_without_sales_there_is_nothing_to_show(bus: StandInBus) -> None:
    bus.answers["service_desk.list_requests"] = Unavailable("away")
    told = client_with(bus, *EVERY_RIGHT).get(f"{PATH}?expand=all").get_json()
    assert (told["missing"], "requests" in told["expanded"]) == (["service_desk"], False)
    bus.answers["get_customer"] = Unavailable("away")
    assert client_with(bus, *EVERY_RIGHT).get(f"{PATH}?expand=all").status_code == 503
    bus.answers["get_customer"] = NotFound("nobody")
    assert client_with(bus, *EVERY_RIGHT).get(f"{PATH}?expand=all").status_code == 404


def test_a_customer_that_is_not_asked_for_as_a_whole_is_one_call_with_its_version(bus: StandInBus) -> None:
    answer = client_with(bus, *EVERY_RIGHT).get(PATH)
    assert (answer.get_json().get("expanded"), answer.headers["ETag"]) == (None, '"3"')
    assert [call.method for call in bus.calls if call.method != "describe_custom_fields"] == ["get_customer"]
