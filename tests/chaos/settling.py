"""When everything that was begun is done: only then does what is checked hold still."""

from collections.abc import Collection, Mapping

import requests
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from services.messaging.notices.model import PendingNotice
from shared.bus.amqp.topology import source_of
from shared.bus.inbox import WAITING
from shared.bus.topology import wire_types
from shared.contracts.subscriptions import SUBSCRIPTIONS
from shared.persistence.database import Database
from shared.persistence.platform import Consumed, EventLog, InboxEntry, StoredEvent

Databases = Mapping[str, Database]
Heard = Mapping[str, Collection[str]]
"""The types of events that each service listens to."""


def unrest(url: str, databases: Databases, heard: Heard | None = None) -> str:
    """What the installation behind `url` still has to do, or nothing; `heard` where not all that services listen to
    now was told to them.
    """
    try:
        answer = requests.get(f"{url}/health/ready", timeout=10)
        return answer.text if answer.status_code != 200 else unsettled(databases, heard)
    except (requests.RequestException, DBAPIError) as fault:
        return str(fault)


def unsettled(databases: Databases, heard: Heard | None = None) -> str:
    """What waits to be heard, told or published, or nothing.

    Asked in the order in which one leads to the next: an event that was heard leaves a notice, a notice that was told
    leaves an event. The databases are looked at one after the other, so it counts only if none announced anything
    meanwhile.
    """
    before = announced(databases)
    unheard = _unheard(databases, heard or wire_types(SUBSCRIPTIONS))
    waits = unheard or _untold(databases["messaging"]) or _unpublished(databases)
    if waits:
        return waits
    after = announced(databases)
    return "" if before == after else f"events were announced meanwhile: {before} became {after}"


def announced(databases: Databases) -> dict[str, int]:
    """The newest event of each service, whether it has a position or not."""
    newest = {}
    for service, database in databases.items():
        with database.read() as session:
            newest[service] = session.scalar(select(func.max(StoredEvent.id))) or 0
    return newest


def _unheard(databases: Databases, heard: Heard) -> str:
    """Events that somebody who listens to them has not met, or has put off."""
    for service, types in heard.items():
        with databases[service].read() as session:
            reached = {row[0]: row[1] for row in session.execute(select(Consumed.source, Consumed.position))}
            if session.scalar(select(InboxEntry.event_id).where(InboxEntry.state == WAITING).limit(1)):
                return f"{service} has events to try again"
        for source in sorted({source_of(wire_type) for wire_type in types}):
            newest = select(func.max(StoredEvent.position)).where(StoredEvent.type.in_(types))
            with databases[source].read() as session:
                end = session.scalar(newest) or 0
            if reached.get(source, 0) < end:
                return f"{service} has met {reached.get(source, 0)} of {end} events of {source}"
    return ""


def _untold(messaging: Database) -> str:
    with messaging.read() as session:
        waiting = session.scalar(select(func.count()).select_from(PendingNotice)) or 0
    return f"messaging has {waiting} notices to deliver" if waiting else ""


def _unpublished(databases: Databases) -> str:
    for service, database in databases.items():
        with database.read() as session:
            if session.scalar(select(StoredEvent.id).where(StoredEvent.position.is_(None)).limit(1)):
                return f"{service} has events without a position"
            log = session.get(EventLog, 1)
            if log is not None and log.published_position != log.last_position:
                return f"{service} has published {log.published_position} of {log.last_position} events"
    return ""
