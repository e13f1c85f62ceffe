"""Reading leads. Every query starts from what the actor may see."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from sqlalchemy import Label, Select, case, exists, func, select
from sqlalchemy.orm import Session

from services.sales.leads import rules
from services.sales.leads.model import Lead
from shared.actor import Actor
from shared.asked_units import in_unit
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.contracts.sales import leads as contract
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.database import Database
from shared.persistence.history import list_history
from shared.processes import Process, process_of
from shared.showing import show_visible
from shared.timeline import Strand, told
from shared.visible import changeable, get_for_change, get_visible, visible

COLUMNS = {
    "id": Lead.id,
    "name": Lead.name,
    "company": Lead.company,
    "email": Lead.email,
    "status": Lead.status,
    "budget": Lead.budget,
    "currency": Lead.currency,
    "source_kind": Lead.source_kind,
    "source_id": Lead.source_id,
    "region": Lead.region,
    "assignment_rule_id": Lead.assignment_rule_id,
    "external_id": Lead.external_id,
    "owner_id": Lead.owner_id,
    "org_unit_id": Lead.org_unit_id,
    "last_touch_at": Lead.last_touch_at,
    "customer_id": Lead.customer_id,
    "created_at": Lead.created_at,
    "updated_at": Lead.updated_at,
}


def show_lead(database: Database, actor: Actor, lead_id: str) -> Payload:
    return show_visible(database, Lead, contract.LeadView, actor, lead_id)


def get_lead(session: Session, actor: Actor, lead_id: str) -> Lead:
    return get_visible(session, Lead, actor, lead_id)


def list_leads(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Lead, actor), Lead, contract.LISTING, COLUMNS, query)


def get_lead_for_change(session: Session, actor: Actor, lead_id: str) -> Lead:
    """For an aggregate that acts on a lead: it stays locked until the transaction ends."""
    return get_for_change(session, Lead, actor, lead_id)


def lead_ids_of(actor: Actor, customer_id: str) -> Select[Any]:
    """The ids of those in sight that became one customer, for a statement that looks at them."""
    rows = visible(Lead, actor).where(Lead.customer_id == customer_id)
    return rows.with_only_columns(Lead.id, maintain_column_froms=True)


def list_lead_history(session: Session, actor: Actor, lead_id: str, after: int) -> Payload:
    return list_history(session, get_lead(session, actor, lead_id).id, after=after)


def open_leads_of(session: Session, person_ids: set[str], but_for: set[str]) -> dict[str, int]:
    """How many open leads each of these people has, wherever they came up; nobody is told which. Those that are being
    given away weigh on nobody.
    """
    is_open = Lead.status.in_((rules.LeadStatus.NEW, rules.LeadStatus.QUALIFIED))
    theirs = select(Lead.owner_id, func.count()).where(Lead.owner_id.in_(person_ids), Lead.id.not_in(but_for), is_open)
    return {row[0]: row[1] for row in session.execute(theirs.group_by(Lead.owner_id))}


def is_captured(session: Session, actor: Actor, capture_id: str) -> bool:
    return session.scalar(visible(Lead, actor).where(Lead.captured_by == capture_id)) is not None


def lead_process() -> Process:
    return process_of("leads", rules.LeadStatus, rules.TRANSITIONS)


def leads_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Lead]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Lead, actor).where(Lead.external_id.in_(external_ids)).order_by(Lead.id)
    locked = rows.with_for_update(of=Lead).execution_options(populate_existing=True)
    return {str(lead.external_id): lead for lead in session.scalars(locked)}


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Those that any lead bears, in sight or not: each names one record of the whole installation."""
    return set(session.scalars(select(Lead.external_id).where(Lead.external_id.in_(external_ids))))


def has_leads(session: Session, customer_id: str) -> bool:
    """Whether any of this customer exist, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Lead.customer_id == customer_id))))


POINTER = Pointer(Lead)
"""Each names its customer."""


@dataclass(frozen=True)
class SourceCounts:
    """How many leads came from one source, or from all, and what became of them."""

    leads: int
    qualified: int
    converted: int
    lost: int
    source_kind: str | None = None
    source_id: str | None = None


@dataclass(frozen=True)
class Sources:
    """`more` says that there are sources beyond these rows; the totals count their leads too."""

    rows: list[SourceCounts]
    more: bool
    totals: SourceCounts


def count_leads_by_source(session: Session, actor: Actor, **part: Any) -> Sources:
    """The leads in sight, counted for each source; the richest come first.

    Raises `NotFound` for a unit out of sight.
    """
    rows, key = _part(session, actor, **part), (Lead.source_kind, Lead.source_id)
    counts = [func.count().label("leads"), *(_count_of(status) for status in ("qualified", "converted", "lost"))]
    grouped = rows.with_only_columns(*key, *counts, maintain_column_froms=True).group_by(*key)
    richest = session.execute(grouped.order_by(func.count().desc(), *key).limit(contract.MOST_SOURCES + 1)).all()
    totals = session.execute(rows.with_only_columns(*counts, maintain_column_froms=True)).one()
    shown = [SourceCounts(**row._mapping) for row in richest[: contract.MOST_SOURCES]]
    return Sources(shown, len(richest) > len(shown), SourceCounts(**totals._mapping))


def _part(
    session: Session,
    actor: Actor,
    since: date | None = None,
    until: date | None = None,
    source_kind: str | None = None,
    org_unit: str | None = None,
    include_children: bool = False,
) -> Select[Lead]:
    rows = visible(Lead, actor)
    if since is not None:
        rows = rows.where(Lead.created_at >= datetime.combine(since, time.min, UTC))
    if until is not None:
        rows = rows.where(Lead.created_at <= datetime.combine(until, time.max, UTC))
    if source_kind is not None:
        rows = rows.where(Lead.source_kind == source_kind)
    if org_unit is not None:
        rows = rows.where(in_unit(session, actor, Lead, org_unit, include_children=include_children))
    return rows


def _count_of(status: str) -> Label[int]:
    return func.count(case((Lead.status == status, 1))).label(status)


STRAND = Strand(
    timeline.LEAD,
    Lead,
    partial(visible, Lead),
    told("status", "currency", title="name", amount="budget"),
)
"""What a customer's timeline shows of them."""
