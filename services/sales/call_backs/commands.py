"""Arranging call-backs, and what becomes of them. One function, one business decision, one event."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.sales.activities.queries import get_call
from services.sales.call_backs import queries, rules
from services.sales.call_backs.model import CallBack
from services.sales.contacts.queries import get_contact
from services.sales.customers.queries import get_customer
from services.sales.leads.queries import get_lead
from services.sales.opportunities.queries import get_opportunity
from services.sales.sellers.queries import owner_to_be
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.sales import call_backs as contract
from shared.errors import NotFound
from shared.visible import get_for_change

BATCH = 100
UTC_ZONE = "UTC"

PLAIN = (
    *contract.ABOUT, "time_zone", "local_time", "queue", "agent_id", "subject", "phone_number", "note", "result",
    "call_id", "reason", "owner_id", "org_unit_id",
)  # fmt: skip
TIMES = ("due_at", "taken_at", "completed_at")
TOLD = (
    *contract.ABOUT, "status", "due_at", "time_zone", "local_time", "queue", "agent_id", "subject", "phone_number",
    "call_id", "owner_id", "org_unit_id",
)  # fmt: skip


def arrange_call_back(
    session: Session,
    actor: Actor,
    *,
    at: datetime,
    time_zone: str = UTC_ZONE,
    person_id: str | None = None,
    unit_id: str | None = None,
    **fields: Any,
) -> CallBack:
    """Promise a call about something in sight, at a time that is still to come: one's own, unless a person is named, or
    a unit, for whoever of it takes it first. `fields` are the others of `ArrangeCallBack`.

    Raises `CallBackAboutIsUnknown`, `CallBackUnitIsUnknown`, the refusals of `owner_to_be`, and those of the rules for
    a time that is over, skipped or ambiguous.
    """
    _ensure_in_sight(session, actor, fields)
    call_back = CallBack(
        queue=contract.PERSON if unit_id is None else contract.UNIT,
        agent_id=None if unit_id else person_id or actor.user_id,
        owner_id=actor.user_id,
        org_unit_id=actor.unit_id if unit_id is None else queries.open_unit(session, unit_id),
        created_by=actor.user_id,
        **fields,
    )
    if person_id is not None:
        person = owner_to_be(session, person_id)
        call_back.owner_id, call_back.org_unit_id = person.id, person.unit_id
    call_back.promise(rules.moment_of(at, time_zone), time_zone, now())
    session.add(call_back)
    session.flush()
    _announce(session, actor, call_back, {}, contract.CallBackArranged)
    return call_back


def change_call_back(session: Session, actor: Actor, call_back_id: str, **fields: Any) -> CallBack:
    call_back = get_for_change(session, CallBack, actor, call_back_id)
    before = facts_of(call_back)
    call_back.edit(fields)
    _announce(session, actor, call_back, before, contract.CallBackChanged)
    return call_back


def take_call_back(session: Session, actor: Actor, call_back_id: str) -> CallBack:
    """Take one out of the queue, to call now; of several who try at once one does, the others are told so.

    The right reaches what a unit shares, and so further than the right to read: what did not stand in the caller's
    queue, and is not to be read by the caller either, is told as not there.
    """
    call_back = get_for_change(session, CallBack, actor, call_back_id)
    if not call_back.stood_before(actor.user_id, actor.unit_id, now()):
        queries.get_call_back(session, replace(actor, reaches=actor.sight), call_back_id)
    before = facts_of(call_back)
    call_back.take(actor.user_id, actor.unit_id, now())
    _announce(session, actor, call_back, before, contract.CallBackTaken)
    return call_back


def postpone_call_back(
    session: Session, actor: Actor, call_back_id: str, *, at: datetime, time_zone: str = UTC_ZONE
) -> CallBack:
    call_back = get_for_change(session, CallBack, actor, call_back_id)
    before = facts_of(call_back)
    call_back.postpone(rules.moment_of(at, time_zone), time_zone, now())
    _announce(session, actor, call_back, before, contract.CallBackPostponed)
    return call_back


def transfer_call_back(session: Session, actor: Actor, call_back_id: str, owner_id: str) -> CallBack:
    """Let another person call; it moves to that person's unit."""
    call_back = get_for_change(session, CallBack, actor, call_back_id)
    before, person = facts_of(call_back), owner_to_be(session, owner_id)
    call_back.hand_over(person.id, person.unit_id)
    handed = {"from_owner_id": before["owner_id"], "to_owner_id": person.id}
    _announce(session, actor, call_back, before, contract.CallBackTransferred, **handed)
    return call_back


def complete_call_back(
    session: Session, actor: Actor, call_back_id: str, *, result: str | None, call_id: str | None
) -> CallBack:
    """Raises `CallBackOfAnotherPerson` for anybody but the agent, and the refusals of `get_call`."""
    call_back = get_for_change(session, CallBack, actor, call_back_id)
    before = facts_of(call_back)
    if call_id is not None:
        get_call(session, actor, call_id)
    call_back.complete(actor.user_id, result, call_id, now())
    _announce(session, actor, call_back, before, contract.CallBackCompleted, result=result)
    return call_back


def cancel_call_back(session: Session, actor: Actor, call_back_id: str, reason: str) -> CallBack:
    call_back = get_for_change(session, CallBack, actor, call_back_id)
    before = facts_of(call_back)
    call_back.cancel(reason)
    _announce(session, actor, call_back, before, contract.CallBackCancelled, reason=reason)
    return call_back


def tell_of_due(session: Session, actor: Actor) -> int:
    """Tell of up to `BATCH` call-backs whose time has come; how many there were."""
    untold = queries.take_untold(session, actor, now(), BATCH)
    for call_back in untold:
        call_back.fall_due()
        _announce(session, actor, call_back, facts_of(call_back), contract.CallBackDue)
    return len(untold)


_SEES: Mapping[str, Callable[[Session, Actor, str], object]] = {
    "customer_id": get_customer,
    "contact_id": get_contact,
    "lead_id": get_lead,
    "opportunity_id": get_opportunity,
}


def _ensure_in_sight(session: Session, actor: Actor, fields: dict[str, Any]) -> None:
    """Whoever arranges a call-back sees whom it concerns; whoever is to call need not."""
    [column] = fields.keys() & _SEES.keys()
    try:
        _SEES[column](session, actor, fields[column])
    except NotFound as refusal:
        raise rules.CallBackAboutIsUnknown(refusal.detail) from None


def _announce(
    session: Session,
    actor: Actor,
    call_back: CallBack,
    before: dict[str, Any],
    event: type[contract.CallBackEvent],
    **more: Any,
) -> None:
    after = facts_of(call_back)
    told = {name: after[name] for name in TOLD} | more
    told |= {"call_back_id": call_back.id, "record_version": call_back.next_version}
    announce(session, actor, call_back, event(**told, changes=changes(before, after)))


def facts_of(call_back: CallBack) -> dict[str, Any]:
    """The fields whose changes are history."""
    times = {name: getattr(call_back, name) for name in TIMES}
    return {
        **{name: getattr(call_back, name) for name in PLAIN},
        **{name: None if at is None else at.isoformat() for name, at in times.items()},
        "status": str(call_back.status),
    }
