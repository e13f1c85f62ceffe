"""Who waits, for the segments that read it."""

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from services.reporting.segment_checks.model import SegmentCheck

__all__ = ["SegmentCheck", "is_any_segment"]

_SEGMENTS = table("segments", column("id"))
"""By its name: segments rest on customers, and what is told of customers is noted here."""


def is_any_segment(session: Session) -> bool:
    return session.scalar(select(_SEGMENTS.c.id).limit(1)) is not None
