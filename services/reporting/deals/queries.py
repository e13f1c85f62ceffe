"""Summing deals. Every figure starts from what the actor may see."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, func, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.reporting.deals.model import Deal, DealRise
from services.reporting.deals.rules import LOST, OPEN, WON
from services.reporting.learnt_models.queries import Asked, count_up_to
from services.reporting.parts.queries import AsOf, Facts, Part, as_of, in_part, part_of, within
from services.reporting.products.queries import KnownProduct
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.reporting import deals as contract
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.days import days_between
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from shared.persistence.sums import sum_of_money
from shared.persistence.types import Id, UtcTime
from shared.visible import placed, visible

__all__ = ["FACTS", "LOST", "OPEN", "WON", "AsOf", "Deal", "DealRise", "Part", "as_of", "part_of"]
FACTS = Facts(Deal, Deal.closed_unit_id, Deal.closed_unit_path, Deal.closed_owner_id, contract.LISTING)
"""A closed deal counts for whom it belonged to when it was closed."""
BEGAN_AT: ColumnElement[datetime] = func.coalesce(Deal.engaged_at, Deal.created_at, type_=UtcTime)
"""When work on a deal began: on the day that it was said to, else when the deal was recorded."""
CYCLE_DAYS: ColumnElement[int] = days_between(BEGAN_AT, Deal.closed_at)
OWNER_ID: ColumnElement[str] = func.coalesce(Deal.closed_owner_id, Deal.owner_id, type_=Id)
"""For whom a deal counts."""
UNIT_ID: ColumnElement[str] = func.coalesce(Deal.closed_unit_id, Deal.org_unit_id, type_=Id)
"""For which unit a deal counts."""
NOTHING = Decimal(0)


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


def list_deals(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Deal, actor), Deal, contract.LISTING, FACTS.columns, query)


def sum_current_and_closed(session: Session, actor: Actor, part: Part) -> list[Group]:
    """By status, stage and furthest stage: the deals that are open now, and those that were closed in the period."""
    rows = _part(session, actor, part).where(or_(Deal.status == OPEN, within(Deal.closed_on, part)))
    return _grouped(session, rows, Deal.status, Deal.stage, Deal.reached_stage)


def sum_expected(session: Session, actor: Actor, part: Part) -> list[Group]:
    """By status, stage and probability: what is expected to close in the period, and what was won in it."""
    expected = and_(Deal.status == OPEN, within(Deal.expected_close_date, part))
    won = and_(Deal.status == WON, within(Deal.closed_on, part))
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


def count_changed(session: Session, actor: Actor, _asked: Asked, since: datetime, most: int) -> int:
    """How many deals of the caller's own sight changed since a moment, counted up to so many."""
    return count_up_to(session, placed(Deal, actor).where(Deal.updated_at >= since), Deal.id, most)


def closed_within(rows: Select[Any], part: Part, *statuses: str) -> Select[Any]:
    """Those deals that were closed so in the period."""
    return rows.where(Deal.status.in_(statuses), within(Deal.closed_on, part))


def with_owner(rows: Select[Any]) -> Select[Any]:
    """With the person for whom each deal counts."""
    return rows.outerjoin(OrgPersonReplica, OrgPersonReplica.id == OWNER_ID)


OWNER = OrgPersonReplica.name
OWNER_NAME: ColumnElement[str] = func.max(OWNER)
"""Of those deals that are grouped by their owners."""
OWNER_TOLD: ColumnElement[str] = OrgPersonReplica.name + " (" + OrgPersonReplica.login + ")"
"""Who it is in one text; names alone may be the same."""


def with_unit(rows: Select[Any]) -> Select[Any]:
    """With the unit for which each deal counts."""
    return rows.outerjoin(OrgUnitReplica, OrgUnitReplica.id == UNIT_ID)


def with_product(rows: Select[Any]) -> Select[Any]:
    """With the product that each deal is about, as the catalogue has it today."""
    return rows.outerjoin(KnownProduct, KnownProduct.id == Deal.product_id)


UNIT_NAME: ColumnElement[str] = func.max(OrgUnitReplica.name)
"""Of those deals that are grouped by their units."""


def among_largest(rows: Select[Any], amount: InstrumentedAttribute[Decimal | None], most: int) -> Select[Any]:
    """Those of the rows among which the largest are, by an amount of which none is nothing, then by the id. Each kind
    is found by an index of its own, not by sorting all.
    """
    ids = rows.with_only_columns(Deal.id, maintain_column_froms=True)
    kinds = (
        ids.where(amount > 0).order_by(amount.desc(), Deal.id),
        ids.where(amount <= 0).order_by(amount.desc(), Deal.id),
        ids.where(amount.is_(None)).order_by(Deal.id),
    )
    found = union_all(*(select(kind.limit(most).subquery()) for kind in kinds)).subquery("largest")
    return rows.join(found, found.c.id == Deal.id)


def among_oldest(rows: Select[Any], most: int) -> Select[Any]:
    """Those of the rows that were recorded first, then by the id."""
    ids = rows.with_only_columns(Deal.id, maintain_column_froms=True)
    found = ids.order_by(Deal.created_at, Deal.id).limit(most).subquery("oldest")
    return rows.join(found, found.c.id == Deal.id)


DEAL_LABELS: Mapping[str, ColumnElement[Any]] = {
    "number": func.max(Deal.number),
    "name": func.max(Deal.name),
    "customer": func.max(Deal.customer_name, type_=String),
}
"""What a report shows of each deal."""


def _closed(session: Session, actor: Actor, part: Part) -> Select[Deal]:
    return closed_within(_part(session, actor, part), part, WON, LOST)


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
    return in_part(session, actor, FACTS, part)


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
