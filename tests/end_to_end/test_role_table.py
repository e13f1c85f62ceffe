"""Each role at each operation of the description: admitted or refused, as the table of roles and its grants say."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company
from tests.roles import NO, OPEN, YES, read_table

SELLING = ("administrator", "executive", "account_manager", "salesperson")
ASKED = (*SELLING, "storekeeper")
LEAVING = {"DELETE /v1/sessions/current", "POST /v1/me/sign-out-everywhere"}
"""After these the caller is signed out."""

REFUSALS_OF_PEOPLE = {401, 403}


@pytest.fixture(scope="module")
def operations(company: Company) -> dict[str, Any]:
    """Every operation of the description, as `METHOD path`."""
    described = company["admin"].get("/v1/openapi.json")["paths"]
    return {
        f"{method.upper()} {path}": operation
        for path, item in described.items()
        for method, operation in item.items()
        if method in {"get", "post", "put", "patch", "delete"}
    }


@pytest.fixture(scope="module")
def staff(company: Company) -> dict[str, Client]:
    """Somebody of head office in each role and in no other group: what belongs to the whole company is within reach."""
    clients = {}
    for role in ASKED:
        login = f"t.{new_id()[-12:]}"
        body = {"login": login, "name": role, "unit_id": company.units["HQ"]["id"], "groups": [role]}
        company["admin"].post("/v1/people", {**body, "password": PASSWORD, "must_change_password": False})
        clients[role] = company.stack.client(login, PASSWORD)
    return clients


def ask(client: Client, operation: str) -> tuple[int, str | None]:
    """Status and code of the operation on a record that is not there, with an empty body: rights come before all else.

    A live stream is not listened to.
    """
    method, _, path = operation.partition(" ")
    parts = [new_id() if part.startswith("{") else part for part in path.split("/")]
    body = {} if method in {"POST", "PATCH", "PUT"} else None
    with client.ask(method, "/".join(parts), body, stream=True) as answer:
        return answer.status_code, answer.json()["code"] if answer.status_code >= 400 else None


def test_the_description_has_the_operations_of_the_table(operations: dict[str, Any]) -> None:
    assert operations.keys() == read_table().keys()


@pytest.mark.feature("X-13")
@pytest.mark.parametrize("role", ASKED)
def test_each_operation_admits_or_refuses_a_role_as_the_table_says(
    company: Company, operations: dict[str, Any], staff: dict[str, Client], role: str
) -> None:
    client, table = staff[role], read_table()
    expected = {one: row[role] for one, row in table.items() if row[role] != OPEN}
    staying = [one for one in expected if one not in LEAVING]
    told = dict(zip(staying, _ask_all(client, staying), strict=True))
    told |= {one: ask(company.stack.client(client.login, PASSWORD), one) for one in LEAVING & expected.keys()}
    refused = {one: told[one] for one, cell in expected.items() if cell == NO}
    assert {one: answer for one, answer in refused.items() if answer != (403, "right_missing")} == {}
    admitted = {one: told[one] for one, cell in expected.items() if cell == YES}
    assert {one: answer for one, answer in admitted.items() if answer[0] in REFUSALS_OF_PEOPLE} == {}
    assert {one: answer for one, answer in told.items() if str(answer[0]) not in operations[one]["responses"]} == {}
    assert {one: answer for one, answer in told.items() if answer[0] >= 500} == {}
    lists = [one for one in admitted if one.startswith("GET ") and "{" not in one and _is_list(operations[one])]
    assert len(lists) > 10
    assert {one: admitted[one] for one in lists if admitted[one][0] != 200} == {}
    assert _let_in(told, operations) == _covered(company["admin"], role, told, operations)


def _let_in(told: dict[str, tuple[int, str | None]], operations: dict[str, Any]) -> set[str]:
    """Those that need a right and were not refused for want of it."""
    kept = {one: answer for one, answer in told.items() if ":" in operations[one]["x-tenon-right"]}
    return {one for one, answer in kept.items() if answer != (403, "right_missing")}


def _covered(admin: Client, role: str, told: dict[str, Any], operations: dict[str, Any]) -> set[str]:
    """Those whose right, as the description names it, the grants of the role give."""
    [group] = [group for group in admin.all("/v1/groups") if group["code"] == role]
    granted = {grant["right"] for grant in group["grants"]}
    return {one for one in told if ":" in (right := operations[one]["x-tenon-right"]) and _covers(granted, right)}


def _covers(granted: set[str], right: str) -> bool:
    service, noun = right.partition(".")[0], right.partition(":")[0]
    return bool(granted & {"*", f"{service}.*", f"{noun}:*", right})


def _ask_all(client: Client, wanted: list[str]) -> list[tuple[int, str | None]]:
    with ThreadPoolExecutor(4) as threads:
        return list(threads.map(lambda one: ask(client, one), wanted))


def _is_list(operation: Any) -> bool:
    names = {(one.get("name") or one["$ref"].rpartition("/")[2]).lower() for one in operation["parameters"]}
    return {"cursor", "count"} <= names


STORY = (
    # operation, body, under which name the answer is remembered
    ("POST /v1/customers", {"name": "Customer {mark}"}, "customer"),
    ("GET /v1/customers/{customer}", None, None),
    ("PATCH /v1/customers/{customer}", {"phone": "+49 40 1"}, None),
    ("GET /v1/customers/{customer}/history", None, None),
    ("POST /v1/contacts", {"name": "Contact", "kind": "customer", "customer_id": "{customer}"}, "contact"),
    ("GET /v1/contacts/{contact}", None, None),
    ("POST /v1/leads", {"name": "Lead {mark}"}, "lead"),
    ("GET /v1/leads/{lead}", None, None),
    ("PATCH /v1/leads/{lead}", {"company": "Works"}, None),
    ("POST /v1/leads/{lead}/qualify", {"budget": "10.00"}, None),
    ("POST /v1/leads/{lead}/lose", {"reason": "gone"}, None),
    ("POST /v1/leads/{lead}/reopen", {}, None),
    ("POST /v1/opportunities", {"name": "Deal", "amount": "10.00", "customer_id": "{customer}"}, "deal"),
    ("GET /v1/opportunities/{deal}", None, None),
    ("PATCH /v1/opportunities/{deal}", {"next_step": "call"}, None),
    ("POST /v1/opportunities/{deal}/win", {}, None),
    ("POST /v1/orders", {"customer_id": "{customer}", "lines": [{"product_id": "{product}", "quantity": 1}]}, "order"),
    ("GET /v1/orders/{order}", None, None),
    ("POST /v1/orders/{order}/confirm", {}, None),
    ("GET /v1/orders/{order}/tracking", None, None),
    ("GET /v1/customers/{customer}/prices", None, None),
    ("POST /v1/products", {"code": "{mark}", "name": "Plane", "list_price": "1.00"}, None),
    ("POST /v1/groups", {"code": "{code}", "name": "Group"}, None),
    ("POST /v1/campaigns", {"name": "Campaign", "kind": "web", "budget": "3.00"}, None),
    ("POST /v1/requests", {"description": "Help", "customer_name": "Joe"}, None),
    ("POST /v1/warehouses", {"code": "{upper}", "name": "Store"}, None),
)
"""A day's work of everybody: who may do a step does it with success, who may not is refused."""


def test_a_role_does_what_the_table_admits_and_nothing_else(company: Company, staff: dict[str, Client]) -> None:
    product = company["admin"].post("/v1/products", {"code": new_id(), "name": "Saw", "list_price": "1.00"})
    table = {_shape(one): row for one, row in read_table().items()}
    for role in SELLING:
        client, mark = company.stack.client(staff[role].login, PASSWORD), new_id()
        known = {"mark": mark, "code": f"w_{mark[-10:]}", "upper": f"W-{mark[-10:].upper()}", "product": product["id"]}
        for operation, body, name in STORY:
            method, _, path = operation.partition(" ")
            answer = client.ask(method, path.format_map(known), _filled(body, known))
            may = table[_shape(operation)][role] == YES
            assert (answer.status_code < 300) == may, (role, operation, answer.text)
            assert may or answer.status_code == 403, (role, operation, answer.text)
            if name:
                known[name] = answer.json()["id"]


def _shape(operation: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in operation.split("/"))


def _filled(body: Any, known: dict[str, str]) -> Any:
    if isinstance(body, dict):
        return {name: _filled(value, known) for name, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, known) for value in body]
    return body.format_map(known) if isinstance(body, str) else body
