"""Handing the customers of a territory over. One function, one decision, one event."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from gateway.reassignments import queries
from gateway.reassignments.model import Reassignment, ReassignmentRow
from gateway.reassignments.rules import ReassignmentStatus
from shared.actor import Actor, system_actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.gateway import reassignments as contract
from shared.contracts.payload import Payload
from shared.errors import NotFound
from shared.ids import new_id
from shared.importing import REJECTED


@dataclass(frozen=True)
class Work:
    """What a process must know to go on with a reassignment."""

    reassignment_id: str
    territory_id: str
    to_owner_id: str | None
    maker_id: str
    after_id: str | None
    done: int

    def beyond(self, told: Payload) -> "Work":
        """What is left after these customers."""
        return replace(self, after_id=told["next"], done=self.done + len(told["results"]))


def reassign(
    session: Session, actor: Actor, plan: Payload, *, territory_id: str, owner_id: str | None, dry_run: bool
) -> Payload:
    """The plan of sales, and unless it is only tried out the job that carries it out."""
    begun = None if dry_run else _begin(session, actor, territory_id, owner_id, plan["affected"])
    return {**plan, "dry_run": dry_run, "job_id": begun and begun.id}


def _begin(session: Session, actor: Actor, territory_id: str, owner_id: str | None, total: int) -> Reassignment:
    begun = Reassignment(
        id=new_id(),
        territory_id=territory_id,
        to_owner_id=owner_id,
        total=total,
        done=0,
        moved=0,
        created_by=actor.user_id,
    )
    session.add(begun)
    session.flush()
    _announce(session, actor, begun, {}, contract.ReassignmentStarted)
    return begun


def claim(session: Session, reassignment_id: str, holder: str) -> Work | None:
    """Take the reassignment for this process, unless it has nothing to do or another holds it."""
    claimed = queries.lock_reassignment(session, reassignment_id)
    if claimed is None or not claimed.is_free(now()):
        return None
    claimed.hold(holder, now())
    aim = (claimed.territory_id, claimed.to_owner_id)
    return Work(claimed.id, *aim, claimed.created_by, claimed.after_id, claimed.done)


def go_on(session: Session, reassignment_id: str, holder: str) -> bool:
    """Whether this process still holds the reassignment; its hold is renewed, and sales is asked for what follows."""
    held = _held(session, reassignment_id, holder)
    if held is not None:
        held.hold(holder, now())
        held.asked = True
    return held is not None


def count_batch(session: Session, reassignment_id: str, holder: str, told: Payload) -> bool:
    """Keep what became of these customers, once; False when this process does not hold the reassignment any more."""
    held = _held(session, reassignment_id, holder)
    if held is None:
        return False
    results = told["results"]
    rows = [
        {"reassignment_id": held.id, "place": place, "record_id": result["id"], **_became(result)}
        for place, result in enumerate(results, start=held.done)
    ]
    if rows:
        session.execute(insert(ReassignmentRow), rows)
    held.hold(holder, now())
    held.count(len(results), sum(result["outcome"] != REJECTED for result in results), told["next"])
    return True


def _became(result: Payload) -> Payload:
    return {name: result[name] for name in ("outcome", "code", "messages")}


def cancel_reassignment(session: Session, actor: Actor, reassignment_id: str) -> None:
    """Begin nothing more; what is moved stays moved. Raises `ReassignmentIsOver`. The caller has looked for it."""
    stopped = queries.lock_reassignment(session, reassignment_id)
    if stopped is None:
        raise NotFound(f"There is no reassignment {reassignment_id}.")
    before = _snapshot(stopped)
    stopped.cancel()
    _announce(session, actor, stopped, before, contract.ReassignmentCancelled)


def finish(session: Session, actor: Actor, reassignment_id: str, holder: str) -> None:
    held = _held(session, reassignment_id, holder)
    if held is not None:
        before = _snapshot(held)
        held.finish()
        _announce(session, actor, held, before, contract.ReassignmentFinished)


def fail(session: Session, reassignment_id: str, holder: str, why: str) -> None:
    held = _held(session, reassignment_id, holder)
    if held is not None:
        before = _snapshot(held)
        held.fail(why)
        _announce(session, system_actor("gateway"), held, before, contract.ReassignmentFailed)


def _held(session: Session, reassignment_id: str, holder: str) -> Reassignment | None:
    found = queries.lock_reassignment(session, reassignment_id)
    return found if found is not None and found.is_held_by(holder) else None


def _announce(
    session: Session,
    actor: Actor,
    changed: Reassignment,
    before: dict[str, Any],
    fact: Callable[..., contract.ReassignmentEvent],
) -> None:
    after = _snapshot(changed)
    announce(session, actor, changed, fact(reassignment_id=changed.id, **after, changes=changes(before, after)))


def _snapshot(told: Reassignment) -> dict[str, Any]:
    named = {name: getattr(told, name) for name in ("territory_id", "to_owner_id", "total", "done", "moved")}
    return {**named, "status": str(told.status or ReassignmentStatus.RUNNING)}
