"""The events of a record belong to whomever the record belongs to: when it is handed over, they go with it."""

from typing import Any

from sqlalchemy import event, inspect, update
from sqlalchemy.orm import Session

from shared.persistence.platform import StoredEvent
from shared.persistence.records import Record


@event.listens_for(Session, "before_flush")
def hand_over_events(session: Session, _context: Any, _instances: Any) -> None:
    """In the transaction that hands the record over, so that no reader ever finds the two apart."""
    for record in session.dirty:
        if isinstance(record, Record) and _is_handed_over(record):
            to = record.belongs_to
            theirs = update(StoredEvent).where(StoredEvent.subject == record.id)
            session.execute(
                theirs.values(owner_id=to.owner_id, owner_unit_id=to.org_unit_id, owner_territory_id=to.territory_id),
                execution_options={"synchronize_session": False},
            )


def _is_handed_over(record: Record) -> bool:
    state: Any = inspect(record)
    return any(state.attrs[name].history.deleted for name in record.belongs_by)
