"""Following who else wants a deal; told twice or out of order it ends up the same."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.reporting.competitors.model import DealCompetitor
from shared.contracts.sales.opportunities import OpportunityEvent


def follow_competitor(session: Session, event: OpportunityEvent, name: str, at: datetime, *, met: bool) -> None:
    """Take in that the deal has this competitor, or has not any more."""
    known = session.get(DealCompetitor, (event.opportunity_id, name))
    if known is None:
        known = DealCompetitor(deal_id=event.opportunity_id, name=name, version=event.record_version, met=met)
        known.met_on = at.date()
        session.add(known)
    elif event.record_version > known.version:
        known.version, known.met = event.record_version, met
    known.met_on = min(known.met_on, at.date())
    session.flush()


def follow_winner(session: Session, event: OpportunityEvent, at: datetime) -> None:
    """Whoever won the deal in our place wanted it, named before or not."""
    name = event.changes.get("winner_competitor", {}).get("after")
    if name:
        follow_competitor(session, event, name, at, met=True)


def forget_competitors(session: Session, deal_id: str) -> None:
    """The deal was never meant to be recorded."""
    theirs = delete(DealCompetitor).where(DealCompetitor.deal_id == deal_id)
    session.execute(theirs.execution_options(synchronize_session=False))
