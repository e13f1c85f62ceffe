"""Reading and counting visits. Every query starts from what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, case, exists, func, or_, select
from sqlalchemy.orm import Session

from services.sales.customers.queries import get_customer
from services.sales.opportunities.queries import owners_within
from services.sales.visits import rules
from services.sales.visits.model import Visit
from shared.actor import Actor
from shared.asked_units import in_unit
from shared.clock import today
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.contracts.sales import visits as contract
from shared.errors import NotFound
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.history import list_history
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from shared.processes import Process, process_of
from shared.timeline import ContactStrand, Related, Strand, told
from shared.visible import changeable, get_visible, visible

COLUMNS = {name: getattr(Visit, name) for name in contract.LISTING.fields}


def get_visit(session: Session, actor: Actor, visit_id: str) -> Visit:
    return get_visible(session, Visit, actor, visit_id)


def list_visits(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Visit, actor), Visit, contract.LISTING, COLUMNS, query)


def list_customer_visits(session: Session, actor: Actor, customer_id: str, query: Payload) -> Payload:
    """Those in sight of a customer in sight."""
    customer = get_customer(session, actor, customer_id)
    rows = visible(Visit, actor).where(Visit.customer_id == customer.id)
    return list_records(session, rows, Visit, contract.LISTING, COLUMNS, query)


def list_visit_history(session: Session, actor: Actor, visit_id: str, after: int) -> Payload:
    return list_history(session, get_visit(session, actor, visit_id).id, after=after)


def visit_process() -> Process:
    return process_of("visits", rules.VisitStatus, rules.TRANSITIONS)


def visits_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Visit]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Visit, actor).where(Visit.external_id.in_(external_ids)).order_by(Visit.id)
    locked = rows.with_for_update(of=Visit).execution_options(populate_existing=True)
    return {str(visit.external_id): visit for visit in session.scalars(locked)}


def planned_visits_of_deal(session: Session, actor: Actor, opportunity_id: str, owner_id: str) -> list[Visit]:
    """Those that this person was to pay about the deal, locked in one order."""
    rows = visible(Visit, actor).where(Visit.opportunity_id == opportunity_id, Visit.owner_id == owner_id)
    planned = rows.where(Visit.status == rules.VisitStatus.PLANNED).order_by(Visit.id)
    return list(session.scalars(planned.with_for_update(of=Visit)))


MOST_TO_PAY = 20


def visits_to_pay(session: Session, actor: Actor, opportunity_id: str) -> list[Visit]:
    """The next planned visits about this deal that are in sight."""
    rows = visible(Visit, actor).where(Visit.opportunity_id == opportunity_id)
    planned = rows.where(Visit.status == rules.VisitStatus.PLANNED).order_by(Visit.starts_at, Visit.id)
    return list(session.scalars(planned.limit(MOST_TO_PAY)))


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Those that any visit bears, in sight or not: each names one record of the whole installation."""
    return {str(key) for key in session.scalars(select(Visit.external_id).where(Visit.external_id.in_(external_ids)))}


def has_visits(session: Session, customer_id: str) -> bool:
    """Whether any of this customer exist, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Visit.customer_id == customer_id))))


def has_visits_of_deal(session: Session, opportunity_id: str) -> bool:
    """Whether any come from this deal, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Visit.opportunity_id == opportunity_id))))


@dataclass(frozen=True)
class Counts:
    """How many visits, in which states and with which outcomes."""

    visits: int
    planned: int
    checked_in: int
    completed: int
    missed: int
    cancelled: int
    successful: int
    follow_up: int
    unsuccessful: int
    id: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Summary:
    """`more` says that there are people or units beyond these rows; the totals count their visits too."""

    by: str
    rows: list[Counts]
    more: bool
    totals: Counts


def summarise_visits(session: Session, actor: Actor, *, by: str, **part: Any) -> Summary:
    """The visits in sight that start in the period, counted for each person or unit; the busiest come first."""
    key, named = (Visit.owner_id, OrgPersonReplica) if by == "person" else (Visit.org_unit_id, OrgUnitReplica)
    rows, counts = _part(session, actor, **part), _counts()
    grouped = rows.with_only_columns(key.label("id"), *counts, maintain_column_froms=True).group_by(key)
    busiest = session.execute(grouped.order_by(func.count().desc(), key).limit(contract.MOST_SUMMED + 1)).all()
    shown = busiest[: contract.MOST_SUMMED]
    names = _names(session, named, [row.id for row in shown])
    found = [Counts(**row._mapping, name=names.get(row.id)) for row in shown]
    found.sort(key=lambda row: (-row.visits, row.name or "", row.id or ""))
    totals = session.execute(rows.with_only_columns(*counts, maintain_column_froms=True)).one()
    return Summary(by, found, len(busiest) > len(shown), Counts(**totals._mapping))


def _counts() -> list[Label[int]]:
    """All visits of a group, those in each state, and those with each outcome."""
    states = [_count_of(Visit.status, status) for status in contract.STATUSES]
    outcomes = [_count_of(Visit.outcome, outcome) for outcome in contract.OUTCOMES]
    return [func.count().label("visits"), *states, *outcomes]


def _count_of(column: Any, value: str) -> Label[int]:
    return func.count(case((column == value, 1))).label(value)


def _names(session: Session, named: Any, ids: Sequence[str]) -> dict[str, str]:
    """By id; there are no more of them than a summary has rows."""
    return {row.id: row.name for row in session.execute(select(named.id, named.name).where(named.id.in_(ids)))}


def _part(
    session: Session,
    actor: Actor,
    since: date | None = None,
    until: date | None = None,
    org_unit: str | None = None,
    include_children: bool = False,
    owner: str | None = None,
) -> Select[Visit]:
    """Raises `NotFound` for a unit or a person out of the caller's sight."""
    last = until or today()
    first = since or last - timedelta(days=contract.USUAL_PERIOD_DAYS - 1)
    begin, end = datetime.combine(first, time.min, UTC), datetime.combine(last, time.max, UTC)
    rows = visible(Visit, actor).where(Visit.starts_at.between(begin, end))
    if owner is not None:
        _ensure_person(session, actor, owner)
        rows = rows.where(Visit.owner_id == owner)
    if org_unit is not None:
        rows = rows.where(in_unit(session, actor, Visit, org_unit, include_children=include_children))
    return rows


def _ensure_person(session: Session, actor: Actor, person_id: str) -> None:
    """Somebody whom the right reaches, or of whom a visit is in sight."""
    theirs = visible(Visit, actor).where(Visit.owner_id == person_id).limit(1)
    if not owners_within(session, actor, {person_id}) and session.scalar(theirs) is None:
        raise NotFound(f"There is no person {person_id}.")


POINTER = Pointer(Visit)
"""Each names its customer."""

STRAND = Strand(timeline.VISIT, Visit, partial(visible, Visit), told("status", title="subject"), at="starts_at")
"""What a customer's timeline shows of them."""


def _with(related: Related) -> ColumnElement[bool]:
    return or_(Visit.contact_id == related.contact_id, Visit.opportunity_id.in_(related.opportunity_ids))


CONTACT_STRAND = ContactStrand(STRAND, _with)
"""What a contact's timeline shows of them."""
