"""How a service is: its database, and the events it has yet to tell and to take in."""

from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.bus.inbox import DEAD, WAITING
from shared.persistence.database import Database
from shared.persistence.platform import EventLog, InboxEntry, StoredEvent

_log = structlog.get_logger(__name__)


def health_of(database: Database) -> dict[str, Any]:
    """`outbox_lag` events are announced and not yet published; `position` is the last one published."""
    try:
        with database.read() as session:
            return {"database": "ok", **_event_figures(session)}
    except Exception as fault:
        _log.warning("database away", url=database.engine.url.render_as_string(), reason=str(fault)[:200])
        return {"database": "away"}


def _event_figures(session: Session) -> dict[str, int]:
    log = session.get(EventLog, 1)
    last, published = (log.last_position, log.published_position) if log else (0, 0)
    unnumbered = session.scalar(select(func.count()).where(StoredEvent.position.is_(None))) or 0
    return {
        "outbox_lag": last - published + unnumbered,
        "inbox_waiting": _count(session, WAITING),
        "inbox_dead": _count(session, DEAD),
        "position": published,
    }


def _count(session: Session, state: str) -> int:
    return session.scalar(select(func.count()).select_from(InboxEntry).where(InboxEntry.state == state)) or 0
