"""Custom fields as columns of a file: loaded by their type, refused row by row, exported and loaded again."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_custom_fields import define, retired_after  # noqa: F401 -- a fixture
from tests.end_to_end.gateway.test_exports import exported
from tests.end_to_end.gateway.test_undo import imported

ENTITIES = {
    "customers": {},
    "contacts": {"kind": {"constant": "partner"}},
    "leads": {},
    "opportunities": {"owner_login": {"constant": "admin"}},
    "products": {"list_price": {"constant": "5.00"}},
}


def load(client: Client, entity: str, content: bytes, *customs: str) -> Any:
    """The import when it is over, and its results by key."""
    key = "code" if entity == "products" else "external_id"
    columns = {name: {"column": name, "empty_as_null": name not in (key, "name")} for name in (key, "name", *customs)}
    told = imported(client, entity, content.decode("utf-8-sig"), (), mapping=columns | ENTITIES[entity])
    results = client.all(f"/v1/imports/{told['id']}/results")
    return told["counts"], {row["key"]: row for row in results}


@pytest.mark.parametrize("entity", ENTITIES)
def test_custom_columns_are_read_by_their_type_and_change_nothing_when_loaded_again(
    company: Company, entity: str
) -> None:
    admin, mark = company["admin"], f"CC{new_id()[-12:].upper()}"
    key = "code" if entity == "products" else "external_id"
    size, sold, day = (define(company, entity, kind)["code"] for kind in ("integer", "boolean", "date"))
    tags = define(company, entity, "choice", multiple=True, choices=[{"code": "a"}, {"code": "b"}])["code"]
    customs = [f"custom.{code}" for code in (size, sold, day, tags)]
    lines = [
        ",".join((key, "name", *customs)),
        f'{mark}-1,One {mark},30,true,2026-02-28,"[""a"", ""b""]"',
        f"{mark}-2,Two {mark},,,,",
        f"{mark}-3,Three {mark},many,perhaps,31.2.,c",
    ]
    counts, results = load(admin, entity, "\n".join(lines).encode(), *customs)
    assert counts == {"created": 2, "updated": 0, "unchanged": 0, "rejected": 1}
    assert results[f"{mark}-3"]["code"] == "custom_value_refused"
    said = " ".join(results[f"{mark}-3"]["messages"])
    assert all(f"custom/{code}" in said for code in (size, sold, day, tags)), said
    one, two = (admin.get(f"/v1/{entity}/{results[f'{mark}-{n}']['id']}") for n in (1, 2))
    assert one["custom"] == {size: 30, sold: True, day: "2026-02-28", tags: ["a", "b"]}
    assert two["custom"] == {}

    file = exported(admin, noun=entity, filter={"field": key, "op": "like", "value": f"{mark}*"})
    for _ in range(2):
        counts, _ = load(admin, entity, file.content, *customs)
        assert counts == {"created": 0, "updated": 0, "unchanged": 2, "rejected": 0}
    assert [admin.get(f"/v1/{entity}/{kept['id']}") for kept in (one, two)] == [one, two]

    changed = file.content.replace(b",30,", b",31,")
    counts, results = load(admin, entity, changed, *customs)
    assert counts["updated"] == 1
    again = admin.get(f"/v1/{entity}/{one['id']}")
    assert (again["custom"][size], again["version"]) == (31, one["version"] + 1)
    [*_, last] = admin.get(f"/v1/{entity}/{one['id']}/history")["data"]
    assert last["changes"] == {f"custom.{size}": {"before": 30, "after": 31}}


def test_a_load_of_deals_minds_required_custom_fields_and_managed_lists(
    company: Company,
    retired_after: Any,  # noqa: F811
) -> None:
    admin, mark = company["admin"], f"CR{new_id()[-12:].upper()}"
    needed = define(company, "opportunities", "text", required=True)
    retired_after(needed)
    column = f"custom.{needed['code']}"
    content = f"external_id,name,{column}\n{mark}-1,One,said\n{mark}-2,Two,\n"
    counts, results = load(admin, "opportunities", content.encode(), column)
    assert counts == {"created": 1, "updated": 0, "unchanged": 0, "rejected": 1}
    assert f"custom/{needed['code']}: Is required." in results[f"{mark}-2"]["messages"]
    assert results[f"{mark}-2"]["id"] is None


def test_a_column_of_no_custom_field_is_refused_in_each_row_and_never_taken_for_another(company: Company) -> None:
    admin, mark = company["admin"], f"CN{new_id()[-12:].upper()}"
    counts, results = load(admin, "leads", f"external_id,name,custom.x\n{mark},A,1\n".encode(), "custom.x")
    assert counts["rejected"] == 1
    assert results[mark]["code"] == "custom_value_refused"
    mapping = {name: {"column": "a"} for name in ("external_id", "name", "custom")}
    admin.refused("POST", "/v1/imports", {"entity": "leads", "mapping": mapping}, status=400)
    mapping = {name: {"column": "a"} for name in ("code", "name", "custom.x")}
    admin.refused("POST", "/v1/imports", {"entity": "items", "mapping": mapping}, status=400)
