"""Changing exports. One function, one decision, one event."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from gateway.exports import queries, rules
from gateway.exports.model import Export
from shared.actor import Actor, system_actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.gateway import exports as contract
from shared.ids import new_id


@dataclass(frozen=True)
class Job:
    """What a process must know to work on an export: what was asked, and how far another came with it."""

    export_id: str
    noun: str
    format: str
    query: dict[str, Any]
    maker_id: str
    path: str
    parts: int
    cursor: str | None
    read_as: str | None

    @property
    def is_read(self) -> bool:
        return self.parts > 0 and self.cursor is None


@dataclass(frozen=True)
class Part:
    """What was read and stored: how many rows, of how many where that was counted, up to where, and as whom."""

    rows: int
    total: int | None
    cursor: str | None
    read_as: str


def start_export(session: Session, actor: Actor, noun: str, kind: str, query: dict[str, Any]) -> Export:
    started = Export(id=new_id(), noun=noun, format=kind, query=query, created_by=actor.user_id)
    session.add(started)
    session.flush()
    session.refresh(started)
    _announce(session, actor, started, {}, contract.ExportStarted)
    return started


def cancel_export(session: Session, actor: Actor, export_id: str) -> Export:
    cancelled = queries.get_own_export(session, actor, export_id)
    before = _snapshot(cancelled)
    cancelled.cancel(now())
    _announce(session, actor, cancelled, before, contract.ExportCancelled)
    return cancelled


def download_export(session: Session, actor: Actor, export_id: str) -> Export:
    """Note that its maker fetches the file. Raises when there is none, or none any more."""
    fetched = queries.get_own_export(session, actor, export_id)
    rules.ensure_downloadable(fetched.status, over=fetched.is_over(now()))
    _announce(session, actor, fetched, _snapshot(fetched), contract.ExportDownloaded)
    return fetched


def claim(session: Session, export_id: str, holder: str) -> Job | None:
    """Take the export for this process, unless it has nothing to do or another holds it."""
    claimed = queries.lock_export(session, export_id)
    if claimed is None or not claimed.is_free(now()):
        return None
    claimed.hold(holder, now())
    return _job(claimed)


def count_part(session: Session, export_id: str, holder: str, read: Part) -> Job | None:
    """A part was read and is stored; None when this process does not hold the export any more."""
    held = _held(session, export_id, holder)
    if held is None:
        return None
    held.count(read.rows, read.total, read.cursor, read.read_as)
    held.hold(holder, now())
    session.flush()
    return _job(held)


def begin_anew(session: Session, export_id: str, holder: str) -> Job | None:
    """What the maker may see has changed: read all again. None when this process does not hold the export any more."""
    held = _held(session, export_id, holder)
    if held is None:
        return None
    held.begin_anew()
    held.hold(holder, now())
    session.flush()
    return _job(held)


def finish(session: Session, actor: Actor, export_id: str, holder: str, size: int) -> None:
    held = _held(session, export_id, holder)
    if held is not None:
        before = _snapshot(held)
        held.finish(size, now())
        _announce(session, actor, held, before, contract.ExportFinished)


def fail(session: Session, export_id: str, holder: str, why: str) -> None:
    held = _held(session, export_id, holder)
    if held is not None:
        before = _snapshot(held)
        held.fail(why)
        _announce(session, system_actor("gateway"), held, before, contract.ExportFailed)


def expire(session: Session, export_id: str) -> None:
    over = queries.lock_export(session, export_id)
    if over is not None and over.is_over(now()):
        before = _snapshot(over)
        if over.expire():
            _announce(session, system_actor("gateway"), over, before, contract.ExportExpired)


def _job(told: Export) -> Job:
    place = (told.parts or 0, told.cursor, told.read_as)
    return Job(told.id, told.noun, told.format, told.query, told.created_by, told.path, *place)


def _held(session: Session, export_id: str, holder: str) -> Export | None:
    found = queries.lock_export(session, export_id)
    return found if found is not None and found.is_held_by(holder) else None


def _announce(
    session: Session, actor: Actor, changed: Export, before: dict[str, Any], fact: Callable[..., contract.ExportEvent]
) -> None:
    after = _snapshot(changed)
    told = fact(export_id=changed.id, query=changed.query, **after, changes=changes(before, after))
    announce(session, actor, changed, told)


def _snapshot(told: Export) -> dict[str, Any]:
    return {
        "noun": told.noun,
        "format": told.format,
        "status": str(told.status),
        "done": told.done or 0,
        "total": told.total,
    }
