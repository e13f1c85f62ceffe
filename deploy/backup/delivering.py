"""What the broker still had when the backup was made: the restored logs tell it again."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.contracts.subscriptions import SUBSCRIPTIONS
from shared.persistence.database import Database, database_at
from shared.persistence.platform import Consumed, EventLog, InboxEntry, StoredEvent

FIRST_HEARD = timedelta(days=1)
"""How far back a listener is told of a source that it has never heard: it may have begun to listen only then."""


def settle_logs(addresses: Mapping[str, str], *, redeliver: bool) -> None:
    """Let no instance that is gone hold a log, and with `redeliver` set each log back to the first event that a
    listener lacks. Those that had it already find its trace in their inbox.
    """
    databases = {service: database_at(url) for service, url in addresses.items()}
    for source, database in databases.items():
        with database.write() as session:
            log = session.get(EventLog, 1)
            if log is None:
                continue
            log.lease_owner = log.lease_until = None
            if redeliver:
                lacking = [_first_lacking(session, source, name, databases[name]) for name in SUBSCRIPTIONS]
                firsts = [position for position in lacking if position is not None]
                log.published_position = min([log.published_position, *(first - 1 for first in firsts)])


def _first_lacking(log: Session, source: str, listener: str, database: Database) -> int | None:
    """The position of the first event of the source that the listener wants and has not taken in."""
    types = [kind.wire_type() for kind in SUBSCRIPTIONS[listener] if kind.source() == source]
    if not types:
        return None
    wanted = select(func.min(StoredEvent.position)).where(StoredEvent.type.in_(types))
    with database.read() as session:
        mark = session.get(Consumed, source)
        if mark is None:
            newest = log.scalar(select(func.max(StoredEvent.occurred_at)))
            if newest is None:
                return None
            return log.scalar(wanted.where(StoredEvent.occurred_at > newest - FIRST_HEARD))
        # Of several handlers of the last event one may have been at work.
        last = log.scalar(select(StoredEvent.event_id).where(StoredEvent.position == mark.position))
        begun = session.scalar(select(InboxEntry.event_id).where(InboxEntry.event_id == last).limit(1))
        return log.scalar(wanted.where(StoredEvent.position > mark.position - (begun is not None)))
