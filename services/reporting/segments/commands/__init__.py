"""Defining segments, changing and removing them. One function, one decision, one event."""

from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.reporting.segments import queries, rules
from services.reporting.segments.model import Segment, SegmentStay, SegmentWatch
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import Changes, changes
from shared.contracts.reporting import segments as contract
from shared.visible import get_for_change, get_within_reach


def create_segment(
    session: Session,
    actor: Actor,
    *,
    name: str,
    rule: dict[str, Any],
    id: str | None = None,  # noqa: A002 -- the wire's
) -> Segment:
    """As the caller's own; customers are held against it in portions from now on. Raises `BadFilter`,
    `SegmentRuleIsBad`, `TooManySegments`.
    """
    queries.ensure_readable(rule, now().date())
    rules.ensure_few(queries.count_segments(session))
    named = {} if id is None else {"id": id}
    segment = Segment(name=name, rule=rule, owner_id=actor.user_id, org_unit_id=actor.unit_id, **named)
    segment.created_by = actor.user_id
    session.add(segment)
    session.flush()
    _announce(session, actor, segment, {}, contract.SegmentCreated)
    return segment


def change_segment(
    session: Session, actor: Actor, segment_id: str, *, name: str | None = None, rule: dict[str, Any] | None = None
) -> Segment:
    """What is left out stays. Raises `BadFilter`, `SegmentRuleIsBad`."""
    segment = get_for_change(session, Segment, actor, segment_id)
    if rule is not None:
        queries.ensure_readable(rule, now().date())
    before = facts_of(segment)
    segment.redefine(name, rule)
    _announce(session, actor, segment, before, contract.SegmentChanged)
    return segment


def remove_segment(session: Session, actor: Actor, segment_id: str) -> None:
    """With who is and was in it; its own history stays in the log."""
    segment = get_within_reach(session, Segment, actor, segment_id)
    announce(session, actor, segment, contract.SegmentRemoved(**told_of(segment, changes(facts_of(segment), {}))))
    for kept in (SegmentStay, SegmentWatch):
        theirs = delete(kept).where(kept.segment_id == segment.id)
        session.execute(theirs.execution_options(synchronize_session=False))
    session.delete(segment)


def _announce(
    session: Session, actor: Actor, segment: Segment, before: dict[str, Any], event: type[contract.SegmentEvent]
) -> None:
    announce(session, actor, segment, event(**told_of(segment, changes(before, facts_of(segment)))))


def told_of(segment: Segment, changed: Changes) -> dict[str, Any]:
    """What every event about this segment says."""
    return {
        "segment_id": segment.id,
        "record_version": segment.next_version,
        **facts_of(segment),
        "owner_id": segment.owner_id,
        "org_unit_id": segment.org_unit_id,
        "changes": changed,
    }


def facts_of(segment: Segment) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {"name": segment.name, "rule": segment.rule}
