"""Narrowing facts to what the caller may see and asks about. Every figure starts here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, or_, select
from sqlalchemy.orm import Session

from services.reporting.parts.model import PathNode
from services.reporting.parts.rules import are_whole_months as are_whole_months
from services.reporting.parts.rules import days_before as days_before
from services.reporting.parts.rules import days_of as days_of
from services.reporting.parts.rules import superior_on as superior_on
from services.reporting.rebuilding.queries import rebuild_of
from shared.actor import Actor, Reach
from shared.asked_units import unit_in_sight
from shared.bus.inbox import first_missing
from shared.contracts.listing import Listing
from shared.contracts.reporting.deals import STATED_LAG_SECONDS
from shared.errors import NotFound
from shared.persistence.paths import below, lies_below
from shared.persistence.platform import Consumed, OrgPersonReplica, OrgUnitReplica
from shared.visible import visible

SOURCE = "sales"


@dataclass(frozen=True)
class Part:
    """Which of the facts in sight a report is about; `since` and `until` are days, both included."""

    since: date | None = None
    until: date | None = None
    org_unit: str | None = None
    include_children: bool = False
    owner: str | None = None
    currency: str | None = None


@dataclass(frozen=True)
class AsOf:
    position: int
    at: datetime | None
    stated_lag_seconds: int = STATED_LAG_SECONDS


def as_they_are(rows: Select[Any]) -> Select[Any]:
    return rows


@dataclass(frozen=True)
class Facts:
    """One kind of facts. The three columns say to whom a fact counts for good; while they are null it counts for the
    unit and the owner that it has today. `listing` is how the facts behind a figure are shown. `beside` joins the parts
    of a record that count by themselves, each for whom the columns name; `currency` is theirs then.
    """

    model: Any
    unit_id: SQLColumnExpression[str | None]
    unit_path: SQLColumnExpression[str | None]
    owner_id: SQLColumnExpression[str | None]
    listing: Listing
    beside: Callable[[Select[Any]], Select[Any]] = as_they_are
    currency: SQLColumnExpression[str | None] | None = None

    @property
    def columns(self) -> Mapping[str, Any]:
        return {name: getattr(self.model, name) for name in self.listing.fields}


def part_of(period: str | None = None, since: date | None = None, until: date | None = None, **others: Any) -> Part:
    """The part that the parameters of a report name."""
    if period is not None:
        since, until = days_of(period)
    return Part(since, until, **others)


def as_of(session: Session) -> AsOf:
    """How much of the sales service's log is in the figures, without a gap: an event that waits for another try is not
    in, however much of the later is. While the facts are made anew it is as far as that has come. Ask before summing:
    the sums may only be newer.
    """
    rebuild = rebuild_of(session, SOURCE)
    if rebuild is not None:
        return AsOf(rebuild.position, rebuild.occurred_at)
    mark = session.scalar(select(Consumed).where(Consumed.source == SOURCE))
    if mark is None:
        return AsOf(0, None)
    missing = first_missing(session, SOURCE)
    if missing is not None and missing.position <= mark.position:
        return AsOf(missing.position - 1, missing.occurred_at)
    return AsOf(mark.position, mark.occurred_at)


def within(day: SQLColumnExpression[date | None], part: Part) -> ColumnElement[bool]:
    bounds: list[ColumnElement[bool]] = []
    if part.since is not None:
        bounds.append(day >= part.since)
    if part.until is not None:
        bounds.append(day <= part.until)
    return and_(True, *bounds)


@dataclass(frozen=True)
class Whose:
    """The unit and the person that a part is narrowed to, both in the caller's sight."""

    unit: OrgUnitReplica | None = None
    person: OrgPersonReplica | None = None


def in_part(session: Session, actor: Actor, facts: Facts, part: Part) -> Select[Any]:
    """Who may see a fact is decided by how things stand today; to whom it counts, by how they stood when it came to
    count. Facts without money have no currency to be narrowed to. Raises `NotFound` for a unit or a person out of the
    caller's sight.
    """
    whose = whose_of(session, actor, facts, part)
    return counted_for(facts.beside(visible(facts.model, actor)), facts, part, whose)


def whose_of(session: Session, actor: Actor, facts: Facts, part: Part) -> Whose:
    """Raises `NotFound` for a unit or a person out of the caller's sight as far as these facts go."""
    unit = person = None
    if part.org_unit is not None:
        unit = unit_in_sight(
            session,
            actor,
            part.org_unit,
            lambda asked: facts.beside(visible(facts.model, actor)).where(_counts_below(facts, asked)),
        )
    if part.owner is not None:
        person = _person(session, actor, facts, part.owner)
    return Whose(unit, person)


def counted_for(rows: Select[Any], facts: Facts, part: Part, whose: Whose) -> Select[Any]:
    """Those of the rows that count for these, in the currency of the part."""
    if whose.unit is not None:
        counts = _counts_below if part.include_children else _counts_for
        rows = rows.where(counts(facts, whose.unit))
    if whose.person is not None:
        today = and_(_counts_today(facts), facts.model.owner_id == whose.person.id)
        rows = rows.where(or_(facts.owner_id == whose.person.id, today))
    currency = getattr(facts.model, "currency", None) if facts.currency is None else facts.currency
    return rows if part.currency is None or currency is None else rows.where(currency == part.currency)


def _counts_today(facts: Facts) -> ColumnElement[bool]:
    return facts.owner_id.is_(None)


def _counts_for(facts: Facts, unit: OrgUnitReplica) -> ColumnElement[bool]:
    return or_(facts.unit_id == unit.id, and_(_counts_today(facts), facts.model.org_unit_id == unit.id))


def _counts_below(facts: Facts, unit: OrgUnitReplica) -> ColumnElement[bool]:
    """Where the path then led through the unit, or below it today; so is what lacks the path of then."""
    below_it_then = select(PathNode.path).where(PathNode.node == unit.node)
    below_it_today = select(OrgUnitReplica.id).where(below(OrgUnitReplica.path, unit.path))
    today = and_(facts.unit_path.is_(None), facts.model.org_unit_id.in_(below_it_today))
    return or_(facts.unit_path.in_(below_it_then), today)


def _person(session: Session, actor: Actor, facts: Facts, person_id: str) -> OrgPersonReplica:
    person = session.scalar(select(OrgPersonReplica).where(OrgPersonReplica.id == person_id))
    if person is None or not _sees_person(session, actor, facts, person):
        raise NotFound(f"There is no person {person_id}.")
    return person


def _sees_person(session: Session, actor: Actor, facts: Facts, person: OrgPersonReplica) -> bool:
    """Oneself, those whose facts the right reaches, and any of whom a fact is in sight."""
    if Reach.ALL in actor.reaches or person.id == actor.user_id:
        return True
    if Reach.SUBORDINATES in actor.reaches and lies_below(person.path, actor.person_path):
        return True
    if Reach.SUBTREE in actor.reaches and lies_below(_path_of(session, person.unit_id), actor.unit_path):
        return True
    if Reach.UNIT in actor.reaches and person.unit_id == actor.unit_id:
        return True
    theirs = or_(facts.model.owner_id == person.id, facts.owner_id == person.id)
    return session.scalar(facts.beside(visible(facts.model, actor)).where(theirs).limit(1)) is not None


def _path_of(session: Session, unit_id: str) -> str:
    return session.scalar(select(OrgUnitReplica.path).where(OrgUnitReplica.id == unit_id)) or ""
