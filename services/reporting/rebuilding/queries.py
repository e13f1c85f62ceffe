"""Whether a rebuild goes on, and how far it is with the log of a source."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.reporting.rebuilding.model import RebuildMark


def rebuild_of(session: Session, source: str) -> RebuildMark | None:
    return session.scalar(select(RebuildMark).where(RebuildMark.source == source))


def is_rebuilding(session: Session) -> bool:
    """Whether the log of any source is still being taken in anew."""
    return session.scalar(select(RebuildMark.source).limit(1)) is not None
