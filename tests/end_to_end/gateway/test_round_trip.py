"""What is exported goes back in: by its external key, and a second time without any effect."""

import csv
import io
import json
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_exports import exported, table
from tests.end_to_end.gateway.test_undo import imported

OWNED = {"owner_login": "owner.login"}
ENTITIES: dict[str, tuple[str, dict[str, Any], dict[str, str], tuple[str, ...]]] = {
    "customers": (
        "external_id",
        {"name": "=Acme & Söhne", "level": "A"},
        OWNED,
        ("name", "phone", "level", "industry"),
    ),
    "contacts": (
        "external_id",
        {"name": "+Ada 爱达", "kind": "partner", "do_not_call": True},
        OWNED,
        ("name", "kind", "email", "do_not_call"),
    ),
    "leads": ("external_id", {"name": "@Lead", "company": "A, B"}, OWNED, ("name", "company", "email")),
    "products": ("code", {"name": "-Plough", "list_price": "12.5000"}, {}, ("name", "list_price", "category", "unit")),
    "warehouses": ("code", {"name": "=Depot", "address": "@Street"}, {}, ("name", "address")),
    "items": ("code", {"name": "-Bolt", "unit_of_measure": "box"}, {}, ("name", "unit_of_measure")),
    "opportunities": (
        "external_id",
        {"name": '="Deal"', "amount": "7.25"},
        OWNED,
        ("name", "amount", "currency", "status", "stage"),
    ),
    "articles": (
        "external_id",
        {"title": "=Boiler", "symptoms": "-cold", "body": 'Say "open",\nthen wait.'},
        {},
        ("title", "symptoms", "body"),
    ),
    "requests": (
        "external_id",
        {"customer_name": "+Ada", "description": "=No heat\nsince noon", "severity": "high", "channel": "email"},
        {"customer_external_id": "customer_external_id"},
        ("customer_name", "subject", "description", "channel", "severity", "skill", "kind", "due_at"),
    ),
    "campaigns": (
        "external_id",
        {"name": "=Spring", "kind": "web", "goal": "+10 %", "budget": "12.5000", "starts_on": "2031-03-01"},
        {},
        ("name", "kind", "goal", "budget", "currency", "starts_on", "ends_on"),
    ),
}


def load(client: Client, entity: str, content: bytes) -> dict[str, int]:
    key, _, references, plain = ENTITIES[entity]
    columns = {**{name: name for name in (key, *plain)}, **references}
    mapping = {name: {"column": column, "empty_as_null": True} for name, column in columns.items()}
    prepared = client.post("/v1/imports", {"entity": entity, "mapping": mapping})
    path = f"/v1/imports/{prepared['id']}"
    client.ok("POST", f"{path}/file", data=content, headers={"Content-Type": "text/csv"})
    client.post(f"{path}/run", {})
    told = eventually(lambda: (found := client.get(path))["status"] == "finished" and found, seconds=60)
    assert told, client.get(path)
    rejected = client.get(f"{path}/results", params={"outcome": "rejected"})["data"]
    assert rejected == []
    counts: dict[str, int] = told["counts"]
    return counts


def there_and_back(company: Company, entity: str) -> None:
    """An exported file changes nothing when it is loaded again and again, and another key makes another record."""
    admin, mark = company["admin"], f"RT{new_id()[-12:].upper()}"
    key, fields, _, _ = ENTITIES[entity]
    made = [
        admin.post(f"/v1/{entity}", {**fields, key: f"{mark}-{number}"} | _named(entity, fields, number))
        for number in range(3)
    ]
    wanted = {"field": key, "op": "like", "value": f"{mark}*"}
    answer = exported(admin, noun=entity, filter=wanted)
    assert len(table(answer)) == 3
    for _ in range(2):
        counts = load(admin, entity, answer.content)
        assert counts == {"created": 0, "updated": 0, "unchanged": 3, "rejected": 0}
    assert [admin.get(f"/v1/{entity}/{one['id']}") for one in made] == made
    edited = answer.content.replace(f"{mark}-2".encode(), f"{mark}-9".encode())
    assert load(admin, entity, edited)["created"] == 1


def _named(entity: str, fields: dict[str, Any], number: int) -> dict[str, Any]:
    """Customers of one name would be taken for the same."""
    return {"name": f"{fields['name']} {new_id()} {number}"} if entity == "customers" else {}


def test_the_result_file_is_the_uploaded_one_with_what_became_of_each_row(company: Company) -> None:
    admin, mark = company["admin"], new_id()[-12:]
    content = f"external_id,name,phone\n{mark}-1,'=Acme,1234567\n{mark}-2,,\n"
    told = imported(admin, "customers", content)
    answer = admin.ask("GET", f"/v1/imports/{told['id']}/result-file")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    good, bad = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (good["external_id"], good["name"], good["import_outcome"]) == (f"{mark}-1", "'=Acme", "created")
    assert admin.get(f"/v1/customers/{good['import_record_id']}")["name"] == "=Acme"
    assert bad["import_outcome"] == "rejected"
    assert "name" in bad["import_errors"]
    assert "phone" in bad["import_errors"]
    company["nora.north"].refused("GET", f"/v1/imports/{told['id']}/result-file", status=403)


@pytest.mark.parametrize(
    "content",
    [
        b"external_id,name\n" + b"x" * 2_000_000,
        b"," * 1_500_000 + b"\n1,2\n",
        (",".join(f"c{n}" for n in range(600)) + "\n1\n").encode(),
        b'external_id,name\n1,"never closed\n2,x\n',
        b"external_id,name\n1,a\x00b\n",
        b"external_id,name\n1,a,b\n",
        b"\xff\xfe\x00",
    ],
    ids=["long line", "long head", "many columns", "open quote", "NUL", "uneven", "UTF-16"],
)
def test_a_file_that_is_no_table_is_refused_clearly(company: Company, content: bytes) -> None:
    admin = company["admin"]
    mapping = {"external_id": {"column": "external_id"}, "name": {"column": "name"}}
    prepared = admin.post("/v1/imports", {"entity": "customers", "mapping": mapping})
    path = f"/v1/imports/{prepared['id']}/file"
    headers = {"Content-Type": "text/csv"}
    problem = admin.refused("POST", path, status=400, code="import_file_unreadable", data=content, headers=headers)
    assert len(problem["detail"]) > 20
    assert json.dumps(problem).count("x" * 100) == 0
