"""Whatever happens to an organisation, its dated rows are whole, agree with today, and with a replay of the log."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.groups import queries as groups
from gateway.org_units import queries as org_units
from gateway.org_units.model import OrgUnit, UnitPlace
from gateway.people import queries as people
from gateway.people.model import Membership, Person, Placement
from shared.clock import now
from shared.errors import Refusal
from shared.persistence.database import Database
from shared.persistence.platform import StoredEvent
from tests.gateway.organisation import House, build

UNITS = ("EAST", "EAST-1", "WEST", "WEST-1", "NEW-0", "NEW-1")
PEOPLE = ("ann", "bob", "cid")
GROUPS = ("watchers", "salesperson")
unit, person, group = some.sampled_from(UNITS), some.sampled_from(PEOPLE), some.sampled_from(GROUPS)
grant = some.sampled_from((("sales.lead:read", "unit"), ("sales.lead:read", "subtree"), ("gateway.*", "own")))
steps = some.one_of(
    some.tuples(some.just("found"), unit, unit),
    some.tuples(some.just("move_unit"), unit, unit),
    some.tuples(some.just("rename"), unit, some.text("ab", min_size=1, max_size=2)),
    some.tuples(some.just("close"), unit),
    some.tuples(some.just("move"), person, unit),
    some.tuples(some.just("place"), person, some.one_of(person, some.none())),
    some.tuples(some.just("deactivate"), person),
    some.tuples(some.just("reactivate"), person),
    some.tuples(some.just("add"), person, group),
    some.tuples(some.just("take_out"), person, group),
    some.tuples(some.just("grant"), grant),
    some.tuples(some.just("revoke"), grant),
)


def carry_out(house: House, verb: str, *told: Any) -> None:
    """One change by the administrator; what may not be is refused, and changes nothing."""
    if verb in ("found", "move_unit", "rename", "close"):
        _change_units(house, verb, *told)
    else:
        _change_people(house, verb, *told)


def _change_units(house: House, verb: str, *told: Any) -> None:
    match verb, told:
        case "found", (code, parent):
            house.add_unit(code, "office", parent)
        case "move_unit", (code, parent):
            _ask(house, "move_org_unit", {"parent_id": house.units[parent]}, org_unit_id=house.units[code])
        case "rename", (code, name):
            _ask(house, "change_org_unit", {"name": name}, org_unit_id=house.units[code])
        case "close", (code,):
            house.call("admin", "close_org_unit", org_unit_id=house.units[code])


def _change_people(house: House, verb: str, *told: Any) -> None:
    group_ids = {one["code"]: one["id"] for one in house.call("admin", "list_groups", query={})["data"]}
    match verb, told:
        case "move", (login, code):
            _ask(house, "move_person", {"unit_id": house.units[code]}, person_id=house.people[login])
        case "place", (login, superior):
            above = house.people[superior] if superior else None
            _ask(house, "place_person", {"superior_id": above}, person_id=house.people[login])
        case (("deactivate" | "reactivate"), (login,)):
            house.call("admin", f"{verb}_person", person_id=house.people[login])
        case "add", (login, code):
            _ask(house, "add_group_member", {"person_id": house.people[login]}, group_id=group_ids[code])
        case "take_out", (login, code):
            _ask(house, "remove_group_member", {"person_id": house.people[login]}, group_id=group_ids[code])
        case (("grant" | "revoke"), ((right, reach),)):
            _ask(house, f"{verb}_right", {"right": right, "reach": reach}, group_id=group_ids["watchers"])


def _ask(house: House, rpc: str, request: dict[str, Any], **path: str) -> None:
    house.call("admin", rpc, request=request, **path)


@dataclass
class Replay:
    """The organisation as its events tell it, computed from parents and superiors alone."""

    units: dict[str, dict[str, Any]] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    grants: dict[str, set[tuple[str, str]]] = field(default_factory=dict)

    def take(self, event: StoredEvent) -> None:
        noun, verb, data = event.type.split(".")[2], event.type.split(".")[3], event.data
        if noun == "org_unit":
            told = {name: data[name] for name in ("parent_id", "name", "closed")}
            self.units.setdefault(data["id"], {"node": _last(data["path"])}).update(told)
        elif noun == "group":
            self.grants[data["code"]] = {(one["right"], one["reach"]) for one in data["grants"]}
        elif noun == "person":
            told = {name: data[name] for name in ("unit_id", "superior_id", "active")}
            known = self.people.setdefault(data["id"], {"node": _last(data["path"]), "groups": set()})
            known.update(told)
            known["groups"] |= set(data.get("groups", ()))
            changed = data["changes"].get("groups", {})
            if verb == "joined_group":
                known["groups"].add(changed["after"])
            if verb == "left_group":
                known["groups"].discard(changed["before"])

    def unit_path(self, unit_id: str | None) -> str:
        return "/" if unit_id is None else self._path(self.units, "parent_id", unit_id)

    def person_path(self, person_id: str) -> str:
        return self._path(self.people, "superior_id", person_id)

    def _path(self, of: dict[str, dict[str, Any]], above: str, one: str) -> str:
        parent = of[one][above]
        return f"{self._path(of, above, parent) if parent else '/'}{of[one]['node']}/"


def _last(path: str) -> int:
    return int(path.strip("/").split("/")[-1])


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(steps, min_size=1, max_size=30))
def test_dated_rows_have_no_hole_and_no_overlap_and_tell_what_the_log_tells(told: list[tuple[Any, ...]]) -> None:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'gateway.sqlite'}")
        house = build(database)
        for login in PEOPLE:
            house.add_person(login, "EAST", ("salesperson",))
        house.group("watchers")
        moments = [now()]
        for verb, *arguments in told:
            try:
                carry_out(house, verb, *arguments)
            except (Refusal, KeyError):  # KeyError: a unit that was not founded yet
                moments.append(now())
            moments.append(now())
        with database.read() as session:
            _ensure_whole(session)
            for moment in moments:
                _ensure_as_replayed(session, moment)
        database.close()


def _ensure_whole(session: Session) -> None:
    live_units = {one.id: (one.parent_id, one.path, one.name, one.closed) for one in session.scalars(select(OrgUnit))}
    live_people = list(session.scalars(select(Person)))
    places = _by_owner(session, UnitPlace, "unit_id")
    standings = _by_owner(session, Placement, "person_id")
    memberships = _by_owner(session, Membership, "person_id")
    for rows in (*places.values(), *standings.values(), *memberships.values()):
        assert all(one.since < one.until == following.since for one, following in pairwise(rows))
        assert rows[-1].until is None
    newest = {unit_id: rows[-1] for unit_id, rows in places.items()}
    assert {one: (row.parent_id, row.path, row.name, row.closed) for one, row in newest.items()} == live_units
    for live in live_people:
        placed = standings[live.id][-1]
        assert (placed.superior_id, placed.path, placed.active) == (live.superior_id, live.path, live.active)
        assert memberships[live.id][-1].unit_id == live.unit_id


def _by_owner(session: Session, model: Any, owner: str) -> dict[str, list[Any]]:
    rows: dict[str, list[Any]] = {}
    for row in session.scalars(select(model).order_by(model.since)):
        rows.setdefault(getattr(row, owner), []).append(row)
    return rows


def _ensure_as_replayed(session: Session, moment: datetime) -> None:
    replay = Replay()
    for event in session.scalars(select(StoredEvent).order_by(StoredEvent.id)):
        if event.occurred_at <= moment:
            replay.take(event)
    places = {row.id: row for row in session.execute(select(org_units.places_at(moment)))}
    assert {one: (row.parent_id, row.path, row.name, row.closed) for one, row in places.items()} == {
        one: (known["parent_id"], replay.unit_path(one), known["name"], known["closed"])
        for one, known in replay.units.items()
    }
    who = {row.id: row for row in session.execute(select(people.standings_at(moment)))}
    assert {one: (row.unit_id, row.superior_id, row.path, row.active) for one, row in who.items()} == {
        one: (known["unit_id"], known["superior_id"], replay.person_path(one), known["active"])
        for one, known in replay.people.items()
    }
    for one, known in replay.people.items():
        assert set(groups.groups_at(session, one, moment)) == known["groups"]
        granted = {(held.pattern, str(held.reach)) for held in groups.grants_at(session, one, moment)}
        assert granted == set().union(*(replay.grants[code] for code in known["groups"]))
