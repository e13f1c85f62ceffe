"""Summing deals. Every figure starts from what the actor may see."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, func, or_, select
from sqlalchemy.orm import Session

from services.reporting.deals.model import Deal, PathNode
from services.reporting.deals.rules import LOST, OPEN, WON, days_of
from shared.actor import Actor, Reach
from shared.asked_units import unit_in_sight
from shared.bus.inbox import first_missing
from shared.contracts.payload import Payload
from shared.contracts.reporting import deals as contract
from shared.errors import NotFound
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.paths import below, lies_below
from shared.persistence.platform import Consumed, OrgPersonReplica, OrgUnitReplica
from shared.persistence.sums import sum_of_money
from shared.visible import visible

COLUMNS = {name: getattr(Deal, name) for name in contract.LISTING.fields}
SOURCE = "sales"
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Part:
    """Which of the deals in sight a report is about; `since` and `until` are days, both included."""

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
    stated_lag_seconds: int = contract.STATED_LAG_SECONDS


@dataclass
class Amounts:
    currency: str
    amount: Decimal = NOTHING
    weighted_amount: Decimal = NOTHING


@dataclass(frozen=True)
class Group:
    """The deals in one currency that have these keys in common."""

    keys: tuple[Any, ...]
    currency: str
    count: int
    amount: Decimal
    weighted_amount: Decimal


@dataclass
class Figures:
    """A count with its sums; no sum runs across currencies."""

    count: int = 0
    by_currency: dict[str, Amounts] = field(default_factory=dict)

    def add(self, group: Group) -> None:
        self.count += group.count
        sums = self.by_currency.setdefault(group.currency, Amounts(group.currency))
        sums.amount += group.amount
        sums.weighted_amount += group.weighted_amount

    @property
    def amounts_by_currency(self) -> list[Amounts]:
        return [self.by_currency[currency] for currency in sorted(self.by_currency)]

    @property
    def currency(self) -> str | None:
        return next(iter(self.by_currency)) if len(self.by_currency) == 1 else None

    @property
    def amount(self) -> Decimal | None:
        return self._sum(lambda sums: sums.amount)

    @property
    def weighted_amount(self) -> Decimal | None:
        return self._sum(lambda sums: sums.weighted_amount)

    def _sum(self, read: Callable[[Amounts], Decimal]) -> Decimal | None:
        if len(self.by_currency) > 1:
            return None
        return next((read(sums) for sums in self.by_currency.values()), NOTHING)


def figures_of(groups: Iterable[Group]) -> Figures:
    figures = Figures()
    for group in groups:
        figures.add(group)
    return figures


def part_of(period: str | None = None, since: date | None = None, until: date | None = None, **others: Any) -> Part:
    """The part that the parameters of a report name."""
    if period is not None:
        since, until = days_of(period)
    return Part(since, until, **others)


def as_of(session: Session) -> AsOf:
    """How much of the sales service's log is in the figures, without a gap: an event that waits for another try is not
    in, however much of the later is. Ask before summing: the sums may only be newer.
    """
    mark = session.scalar(select(Consumed).where(Consumed.source == SOURCE))
    if mark is None:
        return AsOf(0, None)
    missing = first_missing(session)
    if missing is not None and missing.position <= mark.position:
        return AsOf(missing.position - 1, missing.occurred_at)
    return AsOf(mark.position, mark.occurred_at)


def list_deals(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Deal, actor), Deal, contract.LISTING, COLUMNS, query)


def sum_current_and_closed(session: Session, actor: Actor, part: Part) -> list[Group]:
    """By status, stage and furthest stage: the deals that are open now, and those that were closed in the period."""
    rows = _part(session, actor, part).where(or_(Deal.status == OPEN, _within(Deal.closed_on, part)))
    return _grouped(session, rows, Deal.status, Deal.stage, Deal.reached_stage)


def sum_expected(session: Session, actor: Actor, part: Part) -> list[Group]:
    """By status, stage and probability: what is expected to close in the period, and what was won in it."""
    expected = and_(Deal.status == OPEN, _within(Deal.expected_close_date, part))
    won = and_(Deal.status == WON, _within(Deal.closed_on, part))
    rows = _part(session, actor, part).where(or_(expected, won))
    return _grouped(session, rows, Deal.status, Deal.stage, Deal.probability)


def sum_closed_by_person(session: Session, actor: Actor, part: Part) -> list[Group]:
    """By status, and the id, name and place in the chain of superiors of who owned the deal when it was closed."""
    rows = _closed(session, actor, part).outerjoin(OrgPersonReplica, OrgPersonReplica.id == Deal.closed_owner_id)
    place = func.coalesce(Deal.closed_owner_path, OrgPersonReplica.path)
    return _grouped(session, rows, Deal.status, Deal.closed_owner_id, OrgPersonReplica.name, place)


def sum_closed_by_unit(session: Session, actor: Actor, part: Part) -> list[Group]:
    """By status, and the unit that the deal belonged to when it was closed."""
    rows = _closed(session, actor, part).outerjoin(OrgUnitReplica, OrgUnitReplica.id == Deal.closed_unit_id)
    return _grouped(session, rows, Deal.status, Deal.closed_unit_id, OrgUnitReplica.name)


def sum_closed_by_product(session: Session, actor: Actor, part: Part) -> list[Group]:
    return _grouped(session, _closed(session, actor, part), Deal.status, Deal.product_id, Deal.product_name)


def sum_closed_by_reason(session: Session, actor: Actor, part: Part) -> list[Group]:
    return _grouped(session, _closed(session, actor, part), Deal.status, Deal.lost_reason)


def sum_closed_by_channel(session: Session, actor: Actor, part: Part) -> list[Group]:
    return _grouped(session, _closed(session, actor, part), Deal.status, Deal.channel)


def _closed(session: Session, actor: Actor, part: Part) -> Select[Deal]:
    rows = _part(session, actor, part)
    return rows.where(Deal.status.in_((WON, LOST)), _within(Deal.closed_on, part))


def _within(day: SQLColumnExpression[date | None], part: Part) -> ColumnElement[bool]:
    bounds: list[ColumnElement[bool]] = []
    if part.since is not None:
        bounds.append(day >= part.since)
    if part.until is not None:
        bounds.append(day <= part.until)
    return and_(True, *bounds)


def _grouped(session: Session, rows: Select[Any], *keys: Any) -> list[Group]:
    amount, weighted = sum_of_money(Deal.amount), sum_of_money(Deal.weighted_amount)
    sums = (func.count().label("deals"), amount.label("sum"), weighted.label("w"))
    columns = (*keys, Deal.currency)
    grouped = rows.with_only_columns(*columns, *sums, maintain_column_froms=True).group_by(*columns)
    return [
        Group(tuple(row[: len(keys)]), row.currency, row.deals, row.sum or NOTHING, row.w or NOTHING)
        for row in session.execute(grouped.order_by(*columns))
    ]


def _part(session: Session, actor: Actor, part: Part) -> Select[Deal]:
    """Who may see a deal is decided by how things stand today; to whom a closed one counts, by how they stood when it
    was closed. Raises `NotFound` for a unit or a person out of the caller's sight.
    """
    rows = visible(Deal, actor)
    if part.org_unit is not None:
        unit = unit_in_sight(
            session, actor, part.org_unit, lambda asked: visible(Deal, actor).where(_counts_below(asked))
        )
        rows = rows.where(_counts_below(unit) if part.include_children else _counts_for(unit))
    if part.owner is not None:
        person = _person(session, actor, part.owner)
        rows = rows.where(or_(Deal.closed_owner_id == person.id, and_(_is_open(), Deal.owner_id == person.id)))
    if part.currency is not None:
        rows = rows.where(Deal.currency == part.currency)
    return rows


def _is_open() -> ColumnElement[bool]:
    return Deal.closed_owner_id.is_(None)


def _counts_for(unit: OrgUnitReplica) -> ColumnElement[bool]:
    return or_(Deal.closed_unit_id == unit.id, and_(_is_open(), Deal.org_unit_id == unit.id))


def _counts_below(unit: OrgUnitReplica) -> ColumnElement[bool]:
    """Closed where the path then led through the unit, or open below it today; so is what lacks the path of then."""
    below_it_then = select(PathNode.path).where(PathNode.node == unit.node)
    below_it_today = select(OrgUnitReplica.id).where(below(OrgUnitReplica.path, unit.path))
    today = and_(Deal.closed_unit_path.is_(None), Deal.org_unit_id.in_(below_it_today))
    return or_(Deal.closed_unit_path.in_(below_it_then), today)


def _person(session: Session, actor: Actor, person_id: str) -> OrgPersonReplica:
    person = session.scalar(select(OrgPersonReplica).where(OrgPersonReplica.id == person_id))
    if person is None or not _sees_person(session, actor, person):
        raise NotFound(f"There is no person {person_id}.")
    return person


def _sees_person(session: Session, actor: Actor, person: OrgPersonReplica) -> bool:
    """Oneself, those whose deals the right reaches, and any of whom a deal is in sight."""
    if Reach.ALL in actor.reaches or person.id == actor.user_id:
        return True
    if Reach.SUBORDINATES in actor.reaches and lies_below(person.path, actor.person_path):
        return True
    if Reach.SUBTREE in actor.reaches and lies_below(_path_of(session, person.unit_id), actor.unit_path):
        return True
    if Reach.UNIT in actor.reaches and person.unit_id == actor.unit_id:
        return True
    theirs = or_(Deal.owner_id == person.id, Deal.closed_owner_id == person.id)
    return session.scalar(visible(Deal, actor).where(theirs).limit(1)) is not None


def _path_of(session: Session, unit_id: str) -> str:
    return session.scalar(select(OrgUnitReplica.path).where(OrgUnitReplica.id == unit_id)) or ""


def people_at(session: Session, nodes: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The id and name of the people with these node numbers, which they keep wherever they stand."""
    of = select(OrgPersonReplica.node, OrgPersonReplica.id, OrgPersonReplica.name)
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(nodes), 500):
        rows = session.execute(of.where(OrgPersonReplica.node.in_(nodes[start : start + 500])))
        found |= {row.node: (row.id, row.name) for row in rows}
    return found


POINTER = Pointer(Deal, name_column="customer_name")
"""Each names its customer."""
