"""Noting that a customer is to be held against the segments. Whoever follows what a rule may ask about calls it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.reporting.segments.model import Segment, SegmentCheck
from shared.bus.envelope import current_envelope


def note_customer(session: Session, customer_id: str) -> None:
    """In the transaction that takes the event in. Where there is no segment nothing is noted: one that comes is held
    against all customers. What waits already keeps the older position, which is how far the memberships are known.
    """
    envelope = current_envelope.get()
    if envelope is None or session.scalar(select(Segment.id).limit(1)) is None:
        return
    if session.get(SegmentCheck, customer_id) is None:
        told_at = datetime.fromisoformat(envelope.time)
        session.add(SegmentCheck(customer_id=customer_id, position=envelope.position, told_at=told_at))
        session.flush()
