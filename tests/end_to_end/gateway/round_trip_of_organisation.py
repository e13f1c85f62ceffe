"""Units, departments and people are exported and go back in: by code and login, a second time without any effect."""

from typing import Any

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_exports import exported, table
from tests.end_to_end.gateway.test_organisation import counts
from tests.end_to_end.gateway.test_organisation import load as load_with

COLUMNS = {
    "org_units": {name: name for name in ("code", "name", "kind", "parent_code")},
    "departments": {name: name for name in ("code", "name", "unit_code", "parent_code")},
    "people": {name: name for name in ("login", "name", "email", "locale", "time_zone", "department_code", "groups")}
    | {"unit_code": "org_unit.code", "superior_login": "superior.login"},
}


def load(client: Client, entity: str, content: bytes) -> tuple[int, int, int, int]:
    mapping = {name: {"column": column, "empty_as_null": True} for name, column in COLUMNS[entity].items()}
    return counts(load_with(client, entity, mapping, content.decode("utf-8-sig")))


def there_and_back(company: Company, entity: str) -> None:
    """All units and departments, the head office among them, and some people; a changed name is one change."""
    admin, mark = company["admin"], f"RT{new_id()[-8:].upper()}"
    path, body = _made(company, entity, mark)
    noun = entity.replace("_", "-")
    wanted = {"filter": {"field": "login", "op": "like", "value": f"{mark.lower()}*"}} if entity == "people" else {}
    before, answer = admin.get(path), exported(admin, noun=noun, **wanted)
    assert {name: before[name] for name in body} == body
    every = len(table(answer))
    assert every > 1
    for _ in range(2):
        assert load(admin, entity, answer.content) == (0, 0, every, 0)
    assert admin.get(path) == before
    assert answer.content.count(f"{mark} below".encode()) == 1
    edited = answer.content.replace(f"{mark} below".encode(), f"{mark} further down".encode())
    assert load(admin, entity, edited) == (0, 1, every - 1, 0)
    after = admin.get(path)
    assert (after["name"], after["version"]) == (f"{mark} further down", before["version"] + 1)


def _made(company: Company, entity: str, mark: str) -> tuple[str, dict[str, Any]]:
    """The path of one that stands below another, and what it is to show of that."""
    admin, names = company["admin"], {"name": f"{mark} below"}
    if entity == "org_units":
        branch = {"code": mark, "name": mark, "kind": "branch", "parent_id": company.units["EAST"]["id"]}
        above = admin.post("/v1/org-units", branch)["id"]
        one = admin.post("/v1/org-units", {**names, "code": f"{mark}-1", "kind": "office", "parent_id": above})
        return f"/v1/org-units/{one['id']}", {"parent_code": mark}
    place = {"unit_id": company.units["EAST"]["id"]}
    above = admin.post("/v1/departments", {"code": mark, "name": mark, **place})["id"]
    if entity == "departments":
        one = admin.post("/v1/departments", {**names, **place, "code": f"{mark}-1", "parent_id": above})
        return f"/v1/departments/{one['id']}", {"unit_code": "EAST", "parent_code": mark}
    login = mark.lower()
    boss = admin.post("/v1/people", {"login": login, "name": mark, "groups": [], **place})["id"]
    told = {"groups": ["salesperson", "service_agent"], "email": f"{login}@example.org", "superior_id": boss}
    one = admin.post("/v1/people", {**names, **told, **place, "login": f"{login}.1"})
    admin.post(f"/v1/people/{one['id']}/assign", {"department_id": above})
    return f"/v1/people/{one['id']}", {"department_code": mark, "groups": ["salesperson", "service_agent"]}
