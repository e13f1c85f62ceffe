"""Changing people now or on a day to come, and letting what was planned take effect when its day has come."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from gateway.access.queries import actor_of
from gateway.people import commands as people
from gateway.people.queries import Person, get_person_for_change
from gateway.persistence import lock_organisation
from gateway.planned_changes import queries, rules
from gateway.planned_changes.model import PlannedChange
from shared.actor import Actor, system_actor
from shared.announce import announce
from shared.clock import today
from shared.contracts.events import changes
from shared.contracts.gateway import planned_changes as contract
from shared.errors import Kind, Refusal
from shared.ids import new_id
from shared.importing import rehearsal

ONE_DAY = timedelta(days=1)


def move_person(
    session: Session, actor: Actor, person_id: str, *, unit_id: str, begin: date | None, last: date | None
) -> Person:
    """Move the person today or on a day to come; after the last day they go back to where they stand now."""
    rules.ensure_days(begin, last, today())
    lock_organisation(session)
    person = get_person_for_change(session, actor, person_id)
    back_to = person.unit_id
    _now_or_then(session, actor, contract.MOVE, person_id, unit_id, begin)
    if last is not None:
        _plan(session, actor, contract.MOVE, person_id, back_to, last + ONE_DAY)
    return person


def join_group(
    session: Session, actor: Actor, person_id: str, group_id: str, *, begin: date | None, last: date | None
) -> Person:
    """Put the person into the group today or on a day to come, for good or until the last day."""
    rules.ensure_days(begin, last, today())
    lock_organisation(session)
    person = get_person_for_change(session, actor, person_id)
    _now_or_then(session, actor, contract.JOIN_GROUP, person_id, group_id, begin)
    if last is not None:
        _plan(session, actor, contract.LEAVE_GROUP, person_id, group_id, last + ONE_DAY)
    return person


def cancel_planned_change(session: Session, actor: Actor, planned_change_id: str) -> PlannedChange:
    planned = queries.get_planned_change_for_change(session, actor, planned_change_id)
    before = _snapshot(planned)
    planned.cancel()
    _announce(session, actor, planned, before, contract.PlannedChangeCancelled)
    return planned


def carry_out(session: Session, planned_change_id: str) -> None:
    """Make one change whose day has come, by the rights that its planner has now; once, whoever else tries.

    What may not be made any more is refused for good, and the change says why.
    """
    lock_organisation(session)
    planned = queries.lock_planned(session, planned_change_id)
    if planned is None:
        return
    before, refusal = _snapshot(planned), None
    try:
        with session.begin_nested():
            actor = actor_of(session, planned.created_by, planned.right)
            _make(session, actor, planned.kind, planned.person_id, planned.target_id)
    except Refusal as fault:
        if fault.kind is Kind.UNAVAILABLE:
            raise
        refusal = f"{fault.code}: {fault.detail}"
    planned.settle(refusal)
    if refusal is None:
        _announce(session, system_actor("gateway"), planned, before, contract.PlannedChangeDone)
    else:
        _announce(session, system_actor("gateway"), planned, before, contract.PlannedChangeRefused, refusal=refusal)


def _now_or_then(session: Session, actor: Actor, kind: str, person_id: str, target_id: str, begin: date | None) -> None:
    """What could not be done today is not planned either."""
    later = begin is not None and begin > today()
    with rehearsal(session, later):
        _make(session, actor, kind, person_id, target_id)
    if begin is not None and later:
        _plan(session, actor, kind, person_id, target_id, begin)


def _make(session: Session, actor: Actor, kind: str, person_id: str, target_id: str) -> None:
    match kind:
        case contract.MOVE:
            people.move_person(session, actor, person_id, unit_id=target_id)
        case contract.JOIN_GROUP:
            people.join_group(session, actor, person_id, target_id)
        case contract.LEAVE_GROUP:
            people.leave_group(session, actor, person_id, target_id)


def _plan(session: Session, actor: Actor, kind: str, person_id: str, target_id: str, on: date) -> None:
    """Raises `RightMissing` when the caller could not make it themselves."""
    right = contract.RIGHT_OF[kind]
    actor_of(session, actor.user_id, right)
    planned = PlannedChange(
        id=new_id(),
        person_id=person_id,
        kind=kind,
        target_id=target_id,
        on=on,
        right=right,
        status=rules.PlanStatus.PLANNED,
        created_by=actor.user_id,
    )
    _announce(session, actor, planned, {}, contract.ChangePlanned)


def _announce(
    session: Session,
    actor: Actor,
    planned: PlannedChange,
    before: dict[str, Any],
    fact: type[contract.PlannedChangeEvent],
    **more: Any,
) -> None:
    after = _snapshot(planned)
    told = {name: getattr(planned, name) for name in ("person_id", "kind", "target_id")}
    announce(
        session,
        actor,
        planned,
        fact(planned_change_id=planned.id, **told, **after, changes=changes(before, after), **more),
    )


def _snapshot(planned: PlannedChange) -> dict[str, Any]:
    return {"on": planned.on.isoformat(), "status": str(planned.status)}
