"""Loads of the organisation and of what the company set up taken back: by the same commands as by hand."""

from typing import Any

from gateway.positions.queries import codes_held
from shared.clock import today
from shared.ids import new_id
from tests.gateway.organisation import PASSWORD, House

GRANTS = '[{"right":"sales.lead:read","reach":"unit"}]'


def load(house: House, noun: str, *rows: dict[str, Any], **more: Any) -> tuple[str, list[str]]:
    """The job, and the records of the rows."""
    house.job = new_id()
    told = house.call("admin", f"import_{noun}", rows=list(rows), mode="upsert", **more)["results"]
    assert [result["code"] for result in told] == [None] * len(rows), told
    job_id, house.job = house.job, None
    return job_id, [result["id"] for result in told]


def undo(house: House, noun: str, job_id: str, ids: list[str]) -> list[tuple[str, str | None]]:
    """The last first, as jobs do it; what became of each in the order of the rows."""
    house.job = new_id()
    told = house.call("admin", f"undo_{noun}", job_id=job_id, record_ids=ids[::-1])["results"]
    again = house.call("admin", f"undo_{noun}", job_id=job_id, record_ids=ids[::-1])["results"]
    house.job = None
    accepted = [result["id"] for result in told if result["outcome"] != "rejected"]
    assert [result["outcome"] for result in again if result["id"] in accepted] == ["unchanged"] * len(accepted)
    return [(result["outcome"], result["code"]) for result in told[::-1]]


def test_units_and_departments_go_back_to_where_they_were_or_are_closed(house: House) -> None:
    unit = {"kind": "branch", "parent_code": "HQ"}
    _, (moved,) = load(house, "org_units", {"code": "U1", "name": "One", **unit})
    rows: list[dict[str, Any]] = [
        {"code": "U2", "name": "Two", **unit},
        {"code": "U3", "name": "Three", **unit, "parent_code": "U2"},
        {"code": "U1", "name": "First", **unit, "parent_code": "U2"},
        {"code": "U4", "name": "Four", **unit},
    ]
    job_id, ids = load(house, "org_units", *rows)
    house.units["U4"] = ids[3]
    house.add_person("rose", "U4")
    assert undo(house, "org_units", job_id, ids) == [
        ("withdrawn", None), ("withdrawn", None), ("restored", None), ("rejected", "unit_has_people"),
    ]  # fmt: skip
    shown = house.call("admin", "get_org_unit", org_unit_id=moved)
    assert (shown["name"], shown["parent_code"], shown["closed"]) == ("One", "HQ", False)
    assert house.call("admin", "get_org_unit", org_unit_id=ids[0])["closed"]

    place = {"unit_code": "HQ", "parent_code": None}
    _, (known,) = load(house, "departments", {"code": "D1", "name": "One", **place})
    rows = [{"code": "D2", "name": "Two", **place}, {"code": "D1", "name": "First", **place, "parent_code": "D2"}]
    job_id, ids = load(house, "departments", *rows)
    assert undo(house, "departments", job_id, ids) == [("withdrawn", None), ("restored", None)]
    department = house.call("admin", "get_department", department_id=known)
    assert (department["name"], department["parent_code"]) == ("One", None)


def test_people_who_never_signed_in_are_sent_away_and_others_are_as_they_were(house: House) -> None:
    house.add_person("boss", "HQ", ("accountant",))
    load(house, "positions", {"code": "p1", "name": "Checker"})
    known = house.add_person("rose", "HQ", superior="boss")
    person = {"unit_code": "HQ"}
    rows: list[dict[str, Any]] = [
        {"login": "rose", "name": "Rosa", "unit_code": "EAST", "superior_login": None, "locale": "zh"},
        {"login": "new", "name": "New", **person},
        {"login": "here", "name": "Here", **person},
        {"login": "boss", "name": "Boss", "groups": ["marketing", "salesperson"], "positions": ["p1"], **person},
    ]
    job_id, ids = load(house, "people", *rows, password=PASSWORD, must_change_password=False)
    house.sign_in("here")
    assert undo(house, "people", job_id, ids) == [
        ("restored", None), ("withdrawn", None), ("rejected", "person_has_signed_in"), ("restored", None),
    ]  # fmt: skip
    boss = house.call("admin", "get_person", person_id=house.people["boss"])
    assert boss["groups"] == ["accountant"]
    with house.database.read() as session:
        assert list(codes_held(session, boss["id"], today())) == []
    rose = house.call("admin", "get_person", person_id=known)
    assert (rose["name"], rose["org_unit"]["code"], rose["superior"]["login"]) == ("Rose", "HQ", "boss")
    assert rose["locale"] == "en"
    assert not house.call("admin", "get_person", person_id=ids[1])["active"]


def test_positions_groups_and_processes_that_somebody_needs_stay(house: House) -> None:
    job_id, ids = load(house, "positions", *({"code": code, "name": code} for code in ("p1", "p2", "p3")))
    steps = [{"name": "Check", "position": "p1"}]
    process = {"code": "d1", "name": "Discount", "noun": "sales.quotation", "steps": steps}
    defined, (process_id,) = load(house, "process_definitions", process)
    house.add_person("judy", "HQ")
    house.call("admin", "appoint_person", position_id=ids[1], request={"person_id": house.people["judy"]})
    assert undo(house, "positions", job_id, ids) == [
        ("rejected", "position_is_named"), ("rejected", "position_is_held"), ("removed", None),
    ]  # fmt: skip
    edited, _ = load(house, "process_definitions", process | {"name": "Rebate"})
    assert undo(house, "process_definitions", defined, [process_id]) == [("rejected", "changed_since")]
    assert undo(house, "process_definitions", edited, [process_id]) == [("restored", None)]

    _, (watchers,) = load(house, "groups", {"code": "g1", "name": "Watchers", "grants": GRANTS})
    rows = [{"code": code, "name": "Watchers", "grants": GRANTS.replace("unit", "all")} for code in ("g1", "g2", "g3")]
    job_id, ids = load(house, "groups", *rows)
    house.add_person("rose", "HQ", ("g3",))
    assert undo(house, "groups", job_id, ids) == [
        ("restored", None), ("withdrawn", None), ("rejected", "group_has_members"),
    ]  # fmt: skip
    grants = [house.call("admin", "get_group", group_id=one)["grants"] for one in ids[:2]]
    assert [[(one["right"], one["reach"]) for one in granted] for granted in grants] == [
        [("sales.lead:read", "unit")], [],
    ]  # fmt: skip
    assert watchers == ids[0]


def test_lists_values_fields_and_views_are_retired_removed_or_as_before(house: House) -> None:
    listed, lists = load(house, "picklists", *({"code": code, "label_en": code} for code in ("l1", "l2", "l3")))
    job_id, (value,) = load(house, "picklist_values", {"key": "l1/gold", "label_en": "Gold"})
    renamed, _ = load(house, "picklist_values", {"key": "l1/gold", "label_en": "Golden", "position": 5})
    field = {"key": "leads.tier", "type": "choice", "picklist": "l2", "label_en": "Tier"}
    _, (field_id,) = load(house, "custom_fields", field)
    changed, _ = load(house, "custom_fields", field | {"label_en": "Level"})
    assert undo(house, "picklists", listed, lists) == [
        ("rejected", "picklist_has_values"), ("rejected", "picklist_is_used"), ("removed", None),
    ]  # fmt: skip
    assert undo(house, "picklist_values", renamed, [value]) == [("restored", None)]
    assert undo(house, "picklist_values", job_id, [value]) == [("rejected", "changed_since")]
    assert undo(house, "custom_fields", changed, [field_id]) == [("restored", None)]
    shown = house.call("admin", "get_custom_field", custom_field_id=field_id)
    assert (shown["label"]["en"], shown["retired"]) == ("Tier", False)
    fresh, (other,) = load(house, "custom_fields", {"key": "leads.size", "type": "text", "label_en": "Size"})
    assert undo(house, "custom_fields", fresh, [other]) == [("withdrawn", None)]
    assert house.call("admin", "get_custom_field", custom_field_id=other)["retired"]
    more, (silver,) = load(house, "picklist_values", {"key": "l1/silver", "label_en": "Silver"})
    assert undo(house, "picklist_values", more, [silver]) == [("withdrawn", None)]

    view = {"external_id": "v1", "name": "Mine", "noun": "leads", "columns": '["name"]', "sort": "[]"}
    first, (kept,) = load(house, "views", view)
    second, both = load(house, "views", view | {"name": "Ours"}, view | {"external_id": "v2"})
    assert undo(house, "views", second, both) == [("restored", None), ("removed", None)]
    assert [one["name"] for one in house.call("admin", "list_views", query={})["data"]] == ["Mine"]
    assert undo(house, "views", first, [kept]) == [("rejected", "changed_since")]
