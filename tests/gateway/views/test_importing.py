"""Views from a file: one's own, by external id, each asked of its list before it is kept."""

import json
from typing import Any

import pytest

from gateway.views import rules
from tests.gateway.organisation import House

TREE = {
    "and": [{"field": "status", "op": "in", "value": ["new", "lost"]}, {"field": "name", "op": "like", "value": "A*"}]
}
ROW: dict[str, Any] = {
    "external_id": "V-1",
    "name": "New leads",
    "noun": "leads",
    "owner_login": "admin",
    "filter": json.dumps(TREE),
    "columns": '["name", "status"]',
    "sort": '["-created_at"]',
    "q": None,
    "default": "true",
}


def views(house: House, login: str = "admin") -> Any:
    return house.call(login, "list_views", query={})["data"]


def test_views_are_taken_by_external_id_and_a_second_run_changes_nothing(house: House) -> None:
    assert house.load("views", ROW) == ["created"]
    [made] = views(house)
    assert (made["filter"], made["columns"], made["default"]) == (TREE, ["name", "status"], True)
    assert house.load("views", ROW, {name: ROW[name] for name in ("external_id", "name", "noun")}) == ["unchanged"] * 2
    assert views(house) == [made]
    assert house.load("views", ROW | {"filter": None}) == ["updated"]
    [changed] = views(house)
    assert (changed["filter"], changed["columns"], changed["version"]) == (None, made["columns"], made["version"] + 1)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"filter": "status = new"}, "malformed"),
        ({"filter": '["status"]'}, "malformed"),
        ({"columns": "name"}, "malformed"),
        ({"external_id": ""}, "malformed"),
        ({"noun": "customers"}, "import_field_not_loaded"),
        ({"external_id": "V-2", "noun": "planets"}, "view_list_unknown"),
        ({"filter": json.dumps({"field": "shoe_size", "value": 1})}, "malformed_query"),
        ({"owner_login": "eve"}, "view_of_another"),
        ({"owner_login": "nobody"}, "view_of_another"),
    ],
)
def test_a_row_that_cannot_be_taken_leaves_nothing(house: House, cells: dict[str, Any], code: str) -> None:
    house.add_person("eve", "EAST")
    house.load("views", ROW)
    before = views(house)
    assert house.load("views", ROW | cells, ROW) == [code, "unchanged"]
    assert views(house) == before
    assert house.load("views", ROW, mode="create") == ["import_key_taken"]


def test_what_another_keeps_under_the_same_external_id_is_out_of_reach(house: House) -> None:
    house.group("lookers", ("gateway.view:*", "own"), ("sales.lead:read", "own"))
    house.add_person("eve", "EAST", ("lookers",))
    house.load("views", ROW)
    before = views(house)
    assert house.load("views", ROW | {"owner_login": "eve"}, by="eve", mode="update") == ["import_key_unknown"]
    assert house.load("views", ROW | {"owner_login": "eve", "name": "Mine"}, by="eve") == ["created"]
    assert (views(house), [one["name"] for one in views(house, "eve")]) == (before, ["Mine"])


def test_an_external_id_names_one_view_of_a_person(house: House) -> None:
    house.load("views", ROW)
    request = {"name": "Other", "noun": "leads"}
    with pytest.raises(rules.ExternalIdIsTaken):
        house.call("admin", "create_view", request=request | {"external_id": "V-1"})
    other = house.call("admin", "create_view", request=request)
    with pytest.raises(rules.ExternalIdIsTaken):
        house.call("admin", "change_view", view_id=other["id"], request={"external_id": "V-1"})
