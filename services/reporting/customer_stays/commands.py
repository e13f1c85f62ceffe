"""Noting when customers came to which level and status; told twice or out of order the stays end up the same."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.reporting.customer_stays.model import CustomerStay
from services.reporting.stays.commands import put_between
from shared.contracts.sales.customers import CustomerEvent

TOLD = frozenset({"level", "status"})


def follow_stay(session: Session, event: CustomerEvent, at: datetime) -> None:
    """Note that the customer came to the level and status that are told; an event that changes neither is passed
    over.
    """
    if event.record_version > 1 and TOLD.isdisjoint(event.changes):
        return
    theirs = select(CustomerStay).where(CustomerStay.id == event.customer_id)
    stays = list(session.scalars(theirs.order_by(CustomerStay.version)))
    if any(stay.version == event.record_version for stay in stays):
        return
    came = CustomerStay(id=event.customer_id, version=event.record_version)
    came.level, came.status, came.entered_at, came.entered_on = event.level, event.status, at, at.date()
    session.add(came)
    put_between(stays, came)
    session.flush()


def forget_stays(session: Session, customer_id: str) -> None:
    """The customer was never meant to be recorded."""
    theirs = delete(CustomerStay).where(CustomerStay.id == customer_id)
    session.execute(theirs.execution_options(synchronize_session=False))
