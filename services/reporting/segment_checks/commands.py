"""Noting that a customer is to be held against the segments. Whoever follows what a rule may ask about calls it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.reporting.segment_checks import queries
from services.reporting.segment_checks.model import SegmentCheck
from shared.bus.envelope import current_envelope

_NOTED = "customers noted for segments"
_ASKED = "whether there are segments"


def note_customer(session: Session, customer_id: str) -> None:
    """In the transaction that takes the event in. Where there is no segment nothing is noted: one that comes is held
    against all customers. What waits already keeps the older position, which is how far the memberships are known.
    """
    envelope = current_envelope.get()
    if envelope is None or not _are_there_any(session):
        return
    noted: set[str] = session.info.setdefault(_NOTED, set())
    if customer_id in noted:
        return
    noted.add(customer_id)
    with session.no_autoflush:  # so that what a batch writes is written at once
        waits = session.get(SegmentCheck, customer_id) is not None
    if not waits:
        told_at = datetime.fromisoformat(envelope.time)
        session.add(SegmentCheck(customer_id=customer_id, position=envelope.position, told_at=told_at))


def _are_there_any(session: Session) -> bool:
    """Asked once a transaction: a segment is filled in the turns between those that take events in."""
    if _ASKED not in session.info:
        with session.no_autoflush:
            session.info[_ASKED] = queries.is_any_segment(session)
    return bool(session.info[_ASKED])


def forget_checks(session: Session, customer_ids: Collection[str]) -> None:
    """They have been held against all segments."""
    held = delete(SegmentCheck).where(SegmentCheck.customer_id.in_(customer_ids))
    session.execute(held.execution_options(synchronize_session=False))
