"""Noting when customers came to which level and status; told twice or out of order the stays end up the same."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.reporting.customer_stays.model import CustomerStay
from services.reporting.stays.commands import put_between
from shared.contracts.sales.customers import CustomerEvent
from shared.persistence.batches import add_row, drop_rows, rows_about

TOLD = frozenset({"level", "status"})


def follow_stay(session: Session, event: CustomerEvent, at: datetime) -> None:
    """Note that the customer came to the level and status that are told; an event that changes neither is passed
    over.
    """
    if event.record_version > 1 and TOLD.isdisjoint(event.changes):
        return
    stays = sorted(rows_about(session, CustomerStay, event.customer_id), key=lambda stay: stay.version)
    if any(stay.version == event.record_version for stay in stays):
        return
    came = CustomerStay(id=event.customer_id, version=event.record_version)
    came.level, came.status, came.entered_at, came.entered_on = event.level, event.status, at, at.date()
    add_row(session, came)
    put_between(stays, came)


def forget_stays(session: Session, customer_id: str) -> None:
    """The customer was never meant to be recorded."""
    drop_rows(session, CustomerStay, customer_id)
