"""The history of a record is its events: who, when, what was, what is."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.contracts.payload import Payload
from shared.persistence.platform import StoredEvent

PAGE = 200


def list_history(session: Session, record_id: str, *, after: int = 0) -> Payload:
    """The events of one record in order, up to 200 after that sequence; get the record by `visible` before."""
    rows = session.scalars(
        select(StoredEvent)
        .where(StoredEvent.subject == record_id, StoredEvent.sequence > after)
        .order_by(StoredEvent.sequence)
        .limit(PAGE)
    ).all()
    entries = [_entry(row) for row in rows]
    return {"data": entries, "next": str(rows[-1].sequence) if len(rows) == PAGE else None, "prev": None}


def _entry(row: StoredEvent) -> dict[str, Any]:
    return {
        "sequence": row.sequence,
        "type": row.type,
        "at": row.occurred_at.isoformat(),
        "actor": {"id": row.actor_id, "name": row.actor_name},
        "channel": row.channel,
        "changes": row.data.get("changes", {}),
    }
