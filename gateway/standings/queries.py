"""Where somebody stood at a moment, from the dated rows of units, people and groups."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, or_, select
from sqlalchemy.orm import Session

from gateway.access.queries import reaches_of
from gateway.groups import queries as groups
from gateway.org_units import queries as org_units
from gateway.people import queries as people
from gateway.positions import queries as positions
from gateway.standings import rules
from shared.actor import Actor, Reach
from shared.contracts.payload import Payload
from shared.contracts.rights import all_rights
from shared.persistence.paths import below

UNIT, PERSON = "unit", "person"


@dataclass(frozen=True)
class Standing:
    """Who somebody was in the organisation at one moment."""

    person_id: str
    moment: datetime
    unit_id: str
    unit_path: str
    person_path: str
    grants: frozenset[tuple[str, str]]

    def reaches(self, right: str) -> frozenset[Reach]:
        return reaches_of(right, self.grants)


def describe_standing(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    user: str,
    on: date,
    noun: str | None,
    cursor: str | None,
    limit: int,
) -> Payload:
    """Raises `NotFound` for somebody whom the caller may not read, and `StandingIsNotOnRecord` for too early a day."""
    person = people.get_person(session, actor, user)
    moment = rules.moment_of(on, now)
    rules.ensure_on_record(person.login, moment, people.on_record_since(session, person.id))
    who, places = people.standings_at(moment), org_units.places_at(moment)
    then = session.execute(select(who).where(who.c.id == person.id)).one()
    unit = session.execute(select(places).where(places.c.id == then.unit_id)).one_or_none()
    rules.ensure_on_record(person.login, moment, None if unit is None else moment)
    assert unit is not None
    grants = groups.grants_at(session, person.id, moment) if then.active else set()
    held = frozenset((grant.pattern, str(grant.reach)) for grant in grants)
    standing = Standing(person.id, moment, unit.id, unit.path, then.path, held)
    chain = people.people_at(session, rules.superiors_on(then.path))
    covers, following = _covered(session, actor, standing, noun, cursor, limit) if noun else ([], None)
    return {
        "on": on,
        "user": person,
        "active": then.active,
        "org_unit": unit,
        "superior": chain[0] if chain else None,
        "chain": chain,
        "groups": groups.groups_at(session, person.id, moment),
        "positions": positions.codes_held(session, person.id, on),
        "rights": _rights(standing),
        "noun": noun,
        "covers": covers,
        "next": following,
        "prev": None,
    }


def _rights(standing: Standing) -> dict[str, list[str]]:
    reached = {right: standing.reaches(right) for right in all_rights()}
    return {right: sorted(str(reach) for reach in reaches) for right, reaches in reached.items() if reaches}


def _covered(
    session: Session, actor: Actor, standing: Standing, noun: str, cursor: str | None, limit: int
) -> tuple[list[dict[str, Any]], str | None]:
    """A page: units first, then people, each in the order of their ids."""
    right = f"{noun}:read"
    rules.ensure_known_noun(noun, right in all_rights())
    reaches = standing.reaches(right)
    kind, _, after = (cursor or f"{UNIT}:").partition(":")
    found: list[dict[str, Any]] = []
    if kind == UNIT:
        places = org_units.places_at(standing.moment)
        rows = _units(places, standing, reaches).where(places.c.id.in_(org_units.ids_within(actor, actor.reaches)))
        found += _page(session, rows, places, UNIT, after, limit + 1)
        after = ""
    if len(found) <= limit:
        who = people.standings_at(standing.moment)
        rows = _people(who, standing, reaches).where(who.c.id.in_(people.ids_within(actor, actor.reaches)))
        found += _page(session, rows, who, PERSON, after, limit + 1 - len(found))
    page = found[:limit]
    last = page[-1] if len(found) > limit else None
    return page, f"{last['kind']}:{last['id']}" if last else None


def _page(session: Session, rows: Select[Any], of: Subquery, kind: str, after: str, most: int) -> list[dict[str, Any]]:
    further = rows.where(of.c.id > after) if after else rows
    return [{"kind": kind, **row._mapping} for row in session.execute(further.order_by(of.c.id).limit(most))]


def _units(places: Subquery, standing: Standing, reaches: frozenset[Reach]) -> Select[Any]:
    rows = select(places.c.id, places.c.code, places.c.name)
    if Reach.ALL in reaches:
        return rows
    ways: list[ColumnElement[bool]] = [places.c.id.in_([])]
    if Reach.UNIT in reaches:
        ways.append(places.c.id == standing.unit_id)
    if Reach.SUBTREE in reaches:
        ways.append(below(places.c.path, standing.unit_path))
    return rows.where(or_(*ways))


def _people(who: Subquery, standing: Standing, reaches: frozenset[Reach]) -> Select[Any]:
    """Those whose own records were covered because of whose they were; a reach over units covers all records there."""
    rows = select(who.c.id, who.c.login.label("code"), who.c.name)
    if Reach.ALL in reaches:
        return rows
    ways: list[ColumnElement[bool]] = [who.c.id.in_([])]
    if Reach.OWN in reaches:
        ways.append(who.c.id == standing.person_id)
    if Reach.SUBORDINATES in reaches:
        ways.append(below(who.c.path, standing.person_path))
    return rows.where(or_(*ways))
