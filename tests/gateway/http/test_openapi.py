"""The description is valid OpenAPI 3.1 and says of each operation what the door does with it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from marshmallow import Schema, fields
from openapi_spec_validator import validate
from openapi_spec_validator.schemas import schema_v31

from gateway.http.app import create_app
from gateway.http.discovery import all_routes
from gateway.http.openapi import describe
from gateway.http.routes import Routes
from shared.listing.cursors import fingerprint, write_cursor
from tests.gateway.http.stand_ins import TOY_ID, StandInAccess, StandInBus, StandInSettings, ToyView, toy_routes


@pytest.fixture(scope="module")
def toys() -> dict[str, Any]:
    return describe((toy_routes(),))


def parameters_of(description: dict[str, Any], operation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    shared = description["components"]["parameters"]
    found = [shared[parameter["$ref"].rpartition("/")[2]] for parameter in operation["parameters"]]
    return {parameter["name"]: parameter for parameter in found}


def test_the_description_of_the_whole_product_is_valid() -> None:
    description = describe(tuple(all_routes()))

    assert [fault.message for fault in Draft202012Validator(dict(schema_v31)).iter_errors(description)] == []
    assert [reference for reference in references_in(description) if not leads_somewhere(description, reference)] == []


def references_in(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for part in node.values():
            yield from references_in(part)
    elif isinstance(node, list):
        for part in node:
            yield from references_in(part)


def leads_somewhere(description: dict[str, Any], reference: str) -> bool:
    place: Any = description
    for step in reference.removeprefix("#/").split("/"):
        place = place.get(step, {})
    return bool(place)


def test_the_description_of_the_toys_is_valid(toys: dict[str, Any]) -> None:
    validate(toys)


def test_an_operation_names_its_call_its_right_and_its_refusals(toys: dict[str, Any]) -> None:
    sell = toys["paths"]["/v1/toys/{toy_id}/sell"]["post"]

    assert sell["operationId"] == "sell_toy"
    assert sell["x-tenon-right"] == "sales.toy:sell"
    assert sell["security"] == [{"bearer": []}, {"session": [], "csrf": []}]
    assert {"200", "400", "401", "403", "404", "409", "413", "422", "429", "500", "503"} <= sell["responses"].keys()
    assert parameters_of(toys, sell)["Idempotency-Key"]["required"] is True


def test_each_filter_of_a_list_is_described_with_its_type(toys: dict[str, Any]) -> None:
    parameters = parameters_of(toys, toys["paths"]["/v1/toys"]["get"])

    assert parameters["filter[amount][gte]"]["schema"] == {"type": "string", "format": "decimal"}
    assert parameters["filter[owner_id][eq]"]["schema"] == {"type": "string", "format": "uuid"}
    assert parameters["limit"]["schema"]["maximum"] == 200
    assert "filter[name][gt]" not in parameters
    assert "expand" not in parameters


def test_what_a_list_may_be_asked_by_name_is_described_as_it_is_taken(
    toys: dict[str, Any], client: FlaskClient, bus: StandInBus
) -> None:
    """What the pattern lets through the door does too, and nothing else."""
    bus.answers["list_toys"] = {"data": [], "next": None, "prev": None}
    listed = parameters_of(toys, toys["paths"]["/v1/toys"]["get"])
    body = toys["paths"]["/v1/toys/search"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    asked = {
        "sort": ("amount", "-amount,id", "-id", "colour", "amount,", ",amount", "--id", "name amount", ""),
        "fields": ("id", "name,amount", "price", "name,", "-name", ""),
        "totals": ("amount", "name", "amount,", ""),
    }
    for name, texts in asked.items():
        for text in texts:
            taken = client.get("/v1/toys", query_string={name: text}).status_code == 200
            assert bool(re.search(listed[name]["schema"]["pattern"], text)) == taken, (name, text)
            one_by_one = re.compile(body["properties"][name]["items"]["pattern"])
            assert all(one_by_one.search(part) for part in text.split(",")) == taken, (name, text)
    cursor = listed["cursor"]["schema"]
    made = write_cursor(fingerprint("toys"), (TOY_ID,), backwards=False)
    assert re.search(cursor["pattern"], made)
    assert len(made) > cursor["minLength"]
    assert "expand" not in body["properties"].keys() | listed.keys()


def test_each_list_is_sorted_by_something_that_it_may_be_sorted_by() -> None:
    listings = [route.listing for group in all_routes() for route in group.declared if route.listing]
    wrong = [one.noun for one in listings if one.default_sort.removeprefix("-") not in (*one.sorts, "id")]
    assert listings
    assert wrong == []


def test_a_page_holds_the_view_of_the_list(toys: dict[str, Any]) -> None:
    for method, path in (("get", "/v1/toys"), ("post", "/v1/toys/search")):
        page = toys["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]
        assert page["properties"]["data"]["items"] == {"$ref": "#/components/schemas/ToyView"}


def test_an_operation_that_may_begin_a_job_is_described_with_both_answers(toys: dict[str, Any]) -> None:
    answers = toys["paths"]["/v1/toys/{toy_id}/paint"]["post"]["responses"]
    shown = {status: answers[status]["content"]["application/json"]["schema"] for status in ("200", "202")}

    assert set(map(str, shown.values())) == {str({"$ref": "#/components/schemas/PaintView"})}


def test_amounts_are_described_as_strings(toys: dict[str, Any]) -> None:
    assert toys["components"]["schemas"]["ToyView"]["properties"]["amount"]["type"] == ["string", "null"]


def test_an_open_operation_needs_no_security(toys: dict[str, Any]) -> None:
    assert toys["paths"]["/v1/toy-wishes"]["post"]["security"] == []


def test_two_schemas_of_one_name_are_both_described() -> None:
    class Other(Schema):
        colour = fields.String()

    Other.__name__, Other.__module__ = "ToyView", "shared.contracts.sales.balls"
    routes = Routes("toys", service="sales", tag="Toys")
    routes.read("/v1/toys/<toy_id>", rpc="get_toy", right="sales.toy:read", gives=ToyView)
    routes.read("/v1/balls/<ball_id>", rpc="get_ball", right="sales.ball:read", gives=Other)

    described = describe((routes,))["components"]["schemas"]

    assert described["ToyView"]["properties"].keys() == {"colour"}
    assert "amount" in described["StandInsToyView"]["properties"]


def test_the_description_is_served_without_sign_in() -> None:
    whole = create_app(StandInSettings(), StandInBus(), StandInAccess()).test_client()

    answer = whole.get("/v1/openapi.json")

    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["openapi"] == "3.1.0"
