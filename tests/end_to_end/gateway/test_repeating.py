"""A write that is sent again under its key happens once: every write of the description, whoever added it."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company

ENOUGH_HOURS = 24


def writes(client: Client) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each operation that changes something for somebody who is signed in, with an id of nothing in its path."""
    described = requests.get(f"{client.url}/v1/openapi.json", timeout=30).json()
    for template, methods in described["paths"].items():
        for method, operation in methods.items():
            if method != "get" and operation["security"] and not template.endswith("/search"):
                yield method.upper(), re.sub("{[^}]*}", new_id(), template), operation


def takes_key(operation: dict[str, Any]) -> bool:
    names = [one.get("name") or one["$ref"].rpartition("/")[2] for one in operation["parameters"]]
    return any(name.replace("_", "-").startswith("Idempotency-Key") for name in names)


def creations(company: Company) -> dict[str, dict[str, Any]]:
    """A body for a record of each noun that needs nothing else; `{}` stands for a text that differs each time."""
    unit = company.units["HQ"]["id"]
    return {
        "/v1/leads": {"name": "Lead {}"},
        "/v1/customers": {"name": "Customer {}"},
        "/v1/contacts": {"name": "Contact {}", "kind": "partner"},
        "/v1/opportunities": {"name": "Deal {}"},
        "/v1/products": {"code": "P{}", "name": "Product", "list_price": "1.00"},
        "/v1/warehouses": {"code": "W{}", "name": "Warehouse"},
        "/v1/items": {"code": "I{}", "name": "Item"},
        "/v1/org-units": {"code": "U{}", "name": "Unit", "kind": "office", "parent_id": unit},
        "/v1/exports": {"noun": "leads", "q": "word{}"},
        "/v1/leads/bulk": {"operations": [{"op": "create", "body": {"name": "Lead {}"}}]},
    }


def filled(body: Any, text: str) -> Any:
    if isinstance(body, dict):
        return {name: filled(value, text) for name, value in body.items()}
    if isinstance(body, list):
        return [filled(value, text) for value in body]
    return body.replace("{}", text) if isinstance(body, str) else body


@pytest.mark.feature("Z-09")
def test_every_write_minds_the_key_and_refuses_it_for_anything_else(company: Company) -> None:
    admin, helen = company["admin"], company["helen.head"]
    minding = [(method, path) for method, path, operation in writes(admin) if takes_key(operation)]
    assert len(minding) > 80
    for method, path in minding:
        answer = admin.ask(method, path, headers={"Idempotency-Key": "not a key", "If-Match": "*"})
        assert (answer.status_code, answer.json()["code"]) in {
            (400, "malformed_idempotency_key"),
            (415, "unsupported_type"),
            (400, "malformed"),
        }, (method, path, answer.text)
    assert admin.get("/v1/limits")["idempotency_key_hours"] >= ENOUGH_HOURS
    for path, body in creations(company).items():
        text, key = new_id()[-12:].upper(), {"Idempotency-Key": new_id()}
        first = admin.ask("POST", path, filled(body, text), headers=key)
        again = admin.ask("POST", path, filled(body, text), headers=key)
        assert first.status_code in (200, 201, 202), (path, first.text)
        assert (again.status_code, again.json()) == (first.status_code, first.json()), path
        assert "Idempotency-Replayed" not in first.headers
        assert again.headers["Idempotency-Replayed"] == "true"
        other = filled(body, new_id()[-12:].upper())
        admin.refused("POST", path, other, status=422, code="idempotency_key_reused", headers=key)
        elsewhere = helen.ask("POST", path, other, headers=key)
        assert "Idempotency-Replayed" not in elsewhere.headers
        assert elsewhere.status_code != 422, (path, elsewhere.text)


def test_a_change_and_a_verb_are_done_once_too(company: Company) -> None:
    nils = company["nils.north"]
    lead = nils.post("/v1/leads", {"name": f"Lead {new_id()}"})
    path = f"/v1/leads/{lead['id']}"
    for method, where, body, other in (
        ("PATCH", path, {"company": "A"}, {"company": "B"}),
        ("POST", f"{path}/qualify", {"budget": "1.00"}, {"budget": "2.00"}),
    ):
        key = {"Idempotency-Key": new_id()}
        with ThreadPoolExecutor(4) as threads:
            sent = [threads.submit(nils.ask, method, where, body, headers=key) for _ in range(4)]
        answers = [one.result() for one in sent]
        assert {answer.status_code for answer in answers} <= {200, 409}
        assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"idempotency_key_in_use"}
        assert nils.ask(method, where, body, headers=key).headers["Idempotency-Replayed"] == "true"
        nils.refused(method, where, other, status=422, code="idempotency_key_reused", headers=key)
    assert nils.get(path)["version"] == 3
