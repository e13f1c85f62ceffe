"""Entering into the schedules what other services tell of: visits, and the days on which offers expire."""

from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from services.messaging.schedules import queries, rules
from services.messaging.schedules.commands.telling import facts, remove, tell
from services.messaging.schedules.model import Schedule, Told
from shared.actor import Actor
from shared.contracts.messaging import schedules as contract
from shared.contracts.sales.quotations import QuotationEvent, QuotationRefused, QuotationRevised
from shared.contracts.sales.visits import VisitCancelled, VisitCompleted, VisitEvent, VisitMissed
from shared.search import index_words


def follow_visit(session: Session, actor: Actor, event: VisitEvent) -> None:
    """A visit stands in the schedule of whoever pays it."""
    title = f"{event.customer_name}: {event.subject}" if event.customer_name else event.subject
    told = Told(
        kind=contract.VISIT,
        source_id=event.visit_id,
        version=event.record_version,
        title=title,
        plan=event.subject,
        place=event.place,
        status=rules.OF_VISIT[event.status],
        starts_at=datetime.fromisoformat(event.starts_at),
        ends_at=None if event.ends_at is None else datetime.fromisoformat(event.ends_at),
        result=event.result if isinstance(event, VisitCompleted) else None,
        reason=event.reason if isinstance(event, VisitMissed | VisitCancelled) else None,
        owner_id=event.owner_id,
        org_unit_id=event.org_unit_id,
    )
    _follow(session, actor, told)


def follow_quotation(session: Session, actor: Actor, event: QuotationEvent) -> None:
    """The last day of an offer stands in the schedule of whoever made it, once it was sent."""
    status = rules.ScheduleStatus.CANCELLED
    if not isinstance(event, QuotationRevised):
        status = rules.OF_QUOTATION[event.status]
    expires = date.fromisoformat(event.valid_until)
    told = Told(
        kind=contract.QUOTE_EXPIRY,
        source_id=event.quotation_id,
        version=event.record_version,
        title=f"{event.number} expires",
        plan=None,
        place=None,
        status=status,
        starts_at=datetime.combine(expires, time(12), UTC),
        ends_at=None,
        result=event.status if status is rules.ScheduleStatus.DONE else None,
        reason=event.reason if isinstance(event, QuotationRefused) else None,
        owner_id=event.owner_id,
        org_unit_id=event.org_unit_id,
    )
    _follow(session, actor, told)


def forget_visit(session: Session, actor: Actor, event: VisitEvent) -> None:
    """The job that had planned the visit was taken back: nobody has it to do any more."""
    entry = queries.entry_for(session, contract.VISIT, event.visit_id)
    if entry is not None:
        remove(session, actor, entry)


def _follow(session: Session, actor: Actor, told: Told) -> None:
    """What is older than what is known changes nothing."""
    entry = queries.entry_for(session, told.kind, told.source_id)
    if entry is not None and (entry.source_version or 0) >= told.version:
        return
    if entry is None:
        entry = Schedule(kind=told.kind, source_id=told.source_id, created_by=actor.user_id)
        entry.follow(told)
        session.add(entry)
        session.flush()
        before = {}
    else:
        before = facts(entry)
        entry.follow(told)
    tell(session, actor, entry, before, contract.ScheduleFollowed)
    index_words(session, contract.LISTING.noun, entry.id, entry.title, entry.plan, entry.place)
