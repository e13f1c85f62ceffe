"""Noting what a bulk does. One function, one event."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from gateway.bulks import queries
from gateway.bulks.model import Bulk, BulkItem
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.gateway import bulks as contract
from shared.ids import new_id


def open_bulk(session: Session, actor: Actor, noun: str, total: int) -> Bulk:
    begun = Bulk(id=new_id(), noun=noun, total=total, created_by=actor.user_id)
    session.add(begun)
    session.flush()
    _announce(session, actor, begun, {}, contract.BulkBegun)
    return begun


def count_bulk(session: Session, actor: Actor, bulk_id: str, results: Sequence[dict[str, Any]]) -> Bulk:
    """Keep what became of these operations; told again, as after a cut connection, it counts once."""
    counted = queries.get_own_bulk(session, actor, bulk_id)
    before = _snapshot(counted)
    places = [result["place"] for result in results]
    session.execute(delete(BulkItem).where(BulkItem.bulk_id == bulk_id, BulkItem.place.in_(places)))
    rows = [{**result, "bulk_id": bulk_id, "record_id": result["id"]} for result in results]
    session.execute(insert(BulkItem), [{name: row[name] for name in _COLUMNS} for row in rows])
    counted.count(*queries.counted(session, bulk_id))
    if _snapshot(counted) != before:
        fact = contract.BulkFinished if counted.done == counted.total else contract.BulkProgressed
        _announce(session, actor, counted, before, fact)
    return counted


_COLUMNS = ("bulk_id", "place", "op", "service", "record_id", "status", "code", "messages")


def _announce(
    session: Session, actor: Actor, changed: Bulk, before: dict[str, Any], fact: Callable[..., contract.BulkEvent]
) -> None:
    after = _snapshot(changed)
    announce(session, actor, changed, fact(bulk_id=changed.id, **after, changes=changes(before, after)))


def _snapshot(told: Bulk) -> dict[str, Any]:
    return {
        "noun": told.noun,
        "status": str(told.status),
        "total": told.total,
        "done": told.done or 0,
        "succeeded": told.succeeded or 0,
    }
