"""Setting up the organisation through the public API: kinds of units, departments, and people from files."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.sign_in.browser import new_person

KINDS = ("branch", "office", "agent", "dealer")
MAY_STAND_UNDER = {
    "head_office": set(),
    "branch": {"head_office", "branch"},
    "office": {"head_office", "branch", "office"},
    "agent": {"head_office", "branch", "office"},
    "dealer": {"head_office", "branch", "office", "agent"},
}


def tail() -> str:
    return new_id()[-8:].upper()


def load(client: Client, entity: str, mapping: dict[str, Any], content: str, verb: str = "run", **run: Any) -> Any:
    """The import of this file as it ended."""
    made = client.post("/v1/imports", {"entity": entity, "mapping": mapping})["id"]
    headers = {"Content-Type": "text/csv"}
    client.ok("POST", f"/v1/imports/{made}/file", data=content.encode(), headers=headers)
    client.post(f"/v1/imports/{made}/{verb}", run)
    over = ("checked", "finished", "failed")
    told = eventually(lambda: (one := client.get(f"/v1/imports/{made}"))["status"] in over and one, seconds=60)
    told["results"] = client.all(f"/v1/imports/{made}/results")
    return told


def counts(told: Any) -> tuple[int, int, int, int]:
    names = ("created", "updated", "unchanged", "rejected")
    created, updated, unchanged, rejected = (told["counts"][name] for name in names)
    return created, updated, unchanged, rejected


@pytest.mark.feature("D-02")
def test_five_kinds_of_units_with_rules_for_their_parents_and_an_agent_owns_no_office(company: Company) -> None:
    admin, top, ends = company["admin"], company.units["HQ"]["id"], tail()
    body = {"name": "Unit", "parent_id": top}
    units = {
        kind: admin.post("/v1/org-units", {**body, "code": f"{kind[:2]}-{ends}".upper(), "kind": kind})
        for kind in KINDS
    }
    ids = {"head_office": top, **{kind: unit["id"] for kind, unit in units.items()}}
    assert {unit["kind"] for unit in units.values()} == set(KINDS)
    for kind, parents in MAY_STAND_UNDER.items():
        for parent, parent_id in ids.items():
            new = {"code": f"N{tail()}", "name": "New", "kind": kind, "parent_id": parent_id}
            if parent in parents:
                assert admin.post("/v1/org-units", new)["parent_id"] == parent_id
            else:
                admin.refused("POST", "/v1/org-units", new, status=422, code="unit_may_not_stand_there")
    path = f"/v1/org-units/{ids['office']}/move"
    admin.refused("POST", path, {"parent_id": ids["agent"]}, status=422, code="unit_may_not_stand_there")


@pytest.mark.feature("D-05")
def test_departments_with_parent_codes_are_loaded_in_bulk_and_a_re_run_changes_nothing(company: Company) -> None:
    admin, ends = company["admin"], tail()
    mapping = {name: {"column": name} for name in ("code", "name", "unit_code")}
    mapping["parent_code"] = {"column": "parent_code", "empty_as_null": True}  # type: ignore[dict-item]
    content = (
        "code,name,unit_code,parent_code\n"
        f"KEY-{ends},Key accounts,EAST,SALES-{ends}\n"  # its parent comes in a later row
        f"SALES-{ends},Sales,EAST,\n"
        f"LOST-{ends},Lost,EAST,NOWHERE\n"
        f"ELSE-{ends},Elsewhere,WEST-OF-ALL,\n"
        f"MIXED-{ends},Mixed,NORTH,SALES-{ends}\n"
    )
    first = load(admin, "departments", mapping, content)
    assert counts(first) == (2, 0, 0, 3)
    rejected = {row["key"]: row["code"] for row in first["results"] if row["outcome"] == "rejected"}
    assert rejected == {
        f"LOST-{ends}": "import_reference_unknown",
        f"ELSE-{ends}": "import_reference_unknown",
        f"MIXED-{ends}": "department_parent_elsewhere",
    }

    def departments() -> dict[str, Any]:
        rows = admin.all("/v1/departments", params={"filter[unit_id][eq]": company.units["EAST"]["id"]})
        return {row["code"]: row for row in rows if row["code"].endswith(ends)}

    before = departments()
    assert before[f"KEY-{ends}"]["parent_id"] == before[f"SALES-{ends}"]["id"]
    assert counts(load(admin, "departments", mapping, content)) == (0, 0, 2, 3)
    assert departments() == before

    moved = content.replace("Key accounts", "Large accounts").replace(f"EAST,SALES-{ends}", "EAST,")
    assert counts(load(admin, "departments", mapping, moved)) == (0, 1, 1, 3)
    key = departments()[f"KEY-{ends}"]
    assert (key["name"], key["parent_id"], key["version"]) == ("Large accounts", None, 3)
    with_key = {"department_id": key["id"]}
    company["nils.north"].refused("POST", f"/v1/departments/{key['id']}/close", status=403)
    nina = company.people["nina.north"]["id"]
    refused = {"status": 422, "code": "department_parent_elsewhere"}
    admin.refused("POST", f"/v1/people/{nina}/assign", with_key, **refused)


@pytest.mark.feature("D-06")
def test_users_are_loaded_with_unit_superior_and_role_by_code_and_a_second_run_changes_nothing(
    company: Company,
) -> None:
    admin, ends = company["admin"], tail().lower()
    admin.post("/v1/positions", {"code": f"buyer_{ends}", "name": "Buyer"})
    department = {"code": f"D-{ends}".upper(), "name": "Sales", "unit_id": company.units["EAST"]["id"]}
    department_id = admin.post("/v1/departments", department)["id"]
    columns = ("login", "name", "unit_code", "superior_login", "department_code")
    mapping: dict[str, Any] = {name: {"column": name} for name in columns}
    mapping |= {name: {"column": name, "split_by": ";"} for name in ("groups", "positions")}
    head = "login,name,unit_code,superior_login,department_code,groups,positions\n"
    good = (
        f"rep.{ends},Rep,EAST,boss.{ends},{department['code']},salesperson; service_agent,buyer_{ends}\n"
        f"boss.{ends},Boss,EAST,helen.head,,account_manager,\n"
    )
    bad = (
        f"a.{ends},A,NOWHERE,,,,\n"
        f"b.{ends},B,EAST,nobody.{ends},,,\n"
        f"c.{ends},C,EAST,,,no_such_role,\n"
        f"d.{ends},D,EAST,,,,no_such_position\n"
        "é è,E,EAST,,,,\n"
        f"f.{ends},,EAST,,,,\n"
    )
    first = load(admin, "people", mapping, head + good + bad, password=PASSWORD, must_change_password=False)
    assert counts(first) == (2, 0, 0, 6)
    assert {row["key"][:1]: row["code"] for row in first["results"] if row["outcome"] == "rejected"} == {
        "a": "import_reference_unknown",
        "b": "import_reference_unknown",
        "c": "unknown_group",
        "d": "unknown_position",
        "é": "login_is_malformed",
        "f": "malformed",
    }
    assert all(row["messages"] for row in first["results"] if row["outcome"] == "rejected")

    def users() -> dict[str, Any]:
        rows = admin.all("/v1/people", params={"filter[login][in]": f"rep.{ends},boss.{ends},a.{ends},f.{ends}"})
        return {row["login"]: row for row in rows}

    before = users()
    assert sorted(before) == [f"boss.{ends}", f"rep.{ends}"]
    rep = before[f"rep.{ends}"]
    assert (rep["org_unit"]["code"], rep["superior"]["login"]) == ("EAST", f"boss.{ends}")
    assert (rep["groups"], rep["department_id"]) == (["salesperson", "service_agent"], department_id)
    second = load(admin, "people", mapping, head + good + bad)
    assert counts(second) == (0, 0, 2, 6)
    assert users() == before
    assert company.stack.client(f"rep.{ends}", PASSWORD).me["superior"]["login"] == f"boss.{ends}"


def test_where_somebody_stood_is_read_page_by_page(company: Company) -> None:
    admin = company["admin"]
    person = new_person(company, "EAST")
    for code in ("NORTH", "SOUTH", "EAST"):
        admin.post(f"/v1/people/{person['id']}/move", {"unit_id": company.units[code]["id"]})
    path = f"/v1/people/{person['id']}/memberships"
    whole = admin.get(path)
    assert [place["org_unit"]["code"] for place in whole["data"]] == ["EAST", "NORTH", "SOUTH", "EAST"]
    assert (whole["next"], whole["prev"]) == (None, None)
    for limit in (1, 3):
        assert admin.all(path, params={"limit": limit}) == whole["data"]
    for wrong in ({"limit": 0}, {"limit": 201}, {"cursor": "bm8"}, {"sort": "since"}):
        admin.refused("GET", path, status=400, params=wrong)
    other = new_person(company, "EAST")
    cursor = admin.get(path, params={"limit": 1})["next"]
    there = f"/v1/people/{other['id']}/memberships"
    admin.refused("GET", there, status=400, code="bad_cursor", params={"cursor": cursor})
