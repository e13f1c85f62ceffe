"""Reading a service's part of the audit trail, newest first, within the reach of the reader's right."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from shared.actor import Actor, Reach
from shared.contracts.gateway.audit import LISTING
from shared.contracts.payload import Payload
from shared.listing.filters import Columns, condition
from shared.persistence.paths import below
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica, StoredEvent

MOST_ENTRIES = 201

COLUMNS: Columns = {
    "id": StoredEvent.event_id,
    "at": StoredEvent.occurred_at,
    "kind": StoredEvent.type,
    "record_id": StoredEvent.subject,
    "actor_id": StoredEvent.actor_id,
    "org_unit_id": StoredEvent.org_unit_id,
    "address": StoredEvent.address,
    "channel": StoredEvent.channel,
    "correlation_id": StoredEvent.correlation_id,
}


def list_entries(session: Session, actor: Actor, service: str, query: Payload) -> list[Payload]:
    """Up to `limit` entries before the id `before` (or after `after`, oldest first); `filter` as in every list.

    `lowest` and `highest` are ids beyond which nothing can match.
    """
    found = _within_reach(actor).where(condition(LISTING, COLUMNS, query.get("filter")))
    if query.get("lowest"):
        found = found.where(StoredEvent.event_id >= query["lowest"])
    if query.get("highest"):
        found = found.where(StoredEvent.event_id <= query["highest"])
    if query.get("after"):
        found = found.where(StoredEvent.event_id > query["after"]).order_by(StoredEvent.event_id)
    else:
        if query.get("before"):
            found = found.where(StoredEvent.event_id < query["before"])
        found = found.order_by(StoredEvent.event_id.desc())
    limit = max(1, min(int(query.get("limit", MOST_ENTRIES)), MOST_ENTRIES))
    return [_entry(service, row) for row in session.scalars(found.limit(limit))]


def count_entries(session: Session, actor: Actor, query: Payload) -> int:
    found = _within_reach(actor).where(condition(LISTING, COLUMNS, query.get("filter")))
    counted = found.with_only_columns(func.count(), maintain_column_froms=True)
    return session.scalar(counted) or 0


def _within_reach(actor: Actor) -> Select[StoredEvent]:
    """What was done by the people, or to the records of the units, that the right reaches."""
    rows = select(StoredEvent)
    if Reach.ALL in actor.reaches:
        return rows
    return rows.where(or_(*(_way(actor, reach) for reach in sorted(actor.reaches))))


def _way(actor: Actor, reach: Reach) -> ColumnElement[bool]:
    match reach:
        case Reach.OWN:
            return StoredEvent.actor_id == actor.user_id
        case Reach.UNIT:
            return StoredEvent.org_unit_id == actor.unit_id
        case Reach.SUBORDINATES:
            chain = below(OrgPersonReplica.path, actor.person_path)
            return StoredEvent.actor_id.in_(select(OrgPersonReplica.id).where(chain))
        case Reach.SUBTREE:
            subtree = below(OrgUnitReplica.path, actor.unit_path)
            return StoredEvent.org_unit_id.in_(select(OrgUnitReplica.id).where(subtree))
    raise ValueError(f"{reach} is no part of an organisation")


def _entry(service: str, row: StoredEvent) -> dict[str, Any]:
    changes = row.data.get("changes")
    return {
        "id": row.event_id,
        "service": service,
        "position": row.position,
        "hash": row.hash,
        "at": row.occurred_at.isoformat(),
        "kind": row.type,
        "record_id": row.subject,
        "sequence": row.sequence,
        "actor": {"id": row.actor_id, "name": row.actor_name},
        "org_unit_id": row.org_unit_id,
        "changes": changes if isinstance(changes, dict) else {},
        "details": {name: value for name, value in row.data.items() if name != "changes"},
        "address": row.address,
        "channel": row.channel,
        "correlation_id": row.correlation_id,
        "causation_id": row.causation_id,
    }
