"""Keeping the facts about visits as new as the sales service's own; told twice or out of order they end up the same."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from services.reporting.shares import commands as shares
from services.reporting.visits.model import VisitFact
from shared.actor import Actor
from shared.contracts.sales.visits import VisitEvent, VisitShared, VisitShareRevoked
from shared.merged_customers import standing_customer
from shared.visible import noun_of


def follow_visit(session: Session, actor: Actor, event: VisitEvent, at: datetime) -> None:
    """Take in a visit as told at this moment. An older event adds only when it was entered."""
    visit = session.get(VisitFact, event.visit_id)
    if visit is None:
        visit = VisitFact(id=event.visit_id, created_at=at, created_by=actor.user_id)
        _take(session, visit, event)
        session.add(visit)
    elif event.record_version > visit.version:
        _take(session, visit, event)
    visit.created_at = min(visit.created_at, at)
    session.flush()


def forget_visit(session: Session, visit_id: str) -> None:
    """The visit was never meant to be recorded; no figure counts it any more."""
    shares.forget_shares(session, visit_id)
    visit = session.get(VisitFact, visit_id)
    if visit is not None:
        session.delete(visit)
        session.flush()


def follow_share(session: Session, actor: Actor, event: VisitShared | VisitShareRevoked, at: datetime) -> None:
    """Open the figures of a visit to whom it is shared with, or close them again."""
    follow_visit(session, actor, event, at)
    shares.follow_share(session, actor, noun_of(VisitFact), event.visit_id, event.record_version, event)


def _take(session: Session, visit: VisitFact, event: VisitEvent) -> None:
    visit.version, visit.subject, visit.status = event.record_version, event.subject, event.status
    visit.customer_id = standing_customer(session, event.customer_id)
    visit.visited_on = datetime.fromisoformat(event.starts_at).astimezone(UTC).date()
    visit.owner_id, visit.org_unit_id = event.owner_id, event.org_unit_id
