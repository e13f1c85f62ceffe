"""Keeping memberships current: whoever is noted, due or not yet looked at is held against the rules, in portions.

Each portion takes the turn of the inbox, so that no event comes in between, and no two portions go on at once.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.reporting.segment_checks.commands import forget_checks
from services.reporting.segments import queries, rules
from services.reporting.segments.model import Segment, SegmentStay, SegmentWatch
from services.reporting.segments.queries import Known
from shared.actor import Actor
from shared.announce import Recorded, announce, announce_in_bulk
from shared.bus.inbox import take_turn
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.reporting import segments as contract
from shared.ids import new_id
from shared.persistence.sets import insert_rows, table_of

PORTION = 200

Stays = Mapping[str, Mapping[str, SegmentStay]]
"""The open stays, by segment and customer."""


@dataclass(frozen=True)
class _Portion:
    """Customers that are held against segments at one moment."""

    ids: Collection[str]
    known: Mapping[str, Known]
    stays: Stays
    moment: datetime


def keep_segments(session: Session, actor: Actor) -> None:
    """The next portion: whom events told of before whose time has come, and these before segments are filled."""
    take_turn(session)
    moment = now()
    if not queries.has_work(session, moment):
        return
    segments = queries.lock_segments(session)
    noted = queries.waiting_checks(session, PORTION)
    ids = noted or sorted(set(queries.due_watches(session, moment, PORTION)))
    if ids:
        _hold_against(session, actor, segments, ids, moment)
        forget_checks(session, noted)
        return
    for segment in segments:
        if segment.filled_to is not None:
            _fill(session, actor, segment, moment)
            return


def _fill(session: Session, actor: Actor, segment: Segment, moment: datetime) -> None:
    ids = queries.customers_beyond(session, segment.filled_to or "", PORTION)
    _hold_against(session, actor, [segment], ids, moment)
    segment.note_filled(ids[-1] if len(ids) == PORTION else None)


def _hold_against(
    session: Session, actor: Actor, segments: Sequence[Segment], ids: Collection[str], moment: datetime
) -> None:
    known = queries.known_customers(session, ids)
    stays: dict[str, dict[str, SegmentStay]] = defaultdict(dict)
    for stay in queries.stays_of(session, ids):
        if stay.customer_id in known:
            stay.go_along(known[stay.customer_id].belongs_to)
        if stay.left_at is None:
            stays[stay.segment_id][stay.customer_id] = stay
    portion = _Portion(ids, known, stays, moment)
    for segment in segments:
        _decide(session, actor, segment, portion)
        _watch(session, segment, portion)


def _decide(session: Session, actor: Actor, segment: Segment, portion: _Portion) -> None:
    held = queries.held_for(session, segment, portion.ids, portion.moment.date())
    inside = portion.stays.get(segment.id, {})
    for customer_id in sorted(inside.keys() - held):
        stay = inside[customer_id]
        stay.leave(portion.moment)
        told = {"left_at": {"before": None, "after": portion.moment.isoformat()}}
        announce(session, actor, stay, contract.SegmentMemberLeft(**_told(vars(stay), stay.next_version), changes=told))
    entering = sorted(held & portion.known.keys() - inside.keys())
    _enter(session, actor, segment, [(one, portion.known[one]) for one in entering], portion.moment)


def _enter(
    session: Session, actor: Actor, segment: Segment, entering: Sequence[tuple[str, Known]], moment: datetime
) -> None:
    rows = [
        {
            "id": new_id(),
            "version": 1,
            "created_at": moment,
            "updated_at": moment,
            "created_by": actor.user_id,
            "segment_id": segment.id,
            "customer_id": customer_id,
            "entered_at": moment,
            "left_at": None,
            **vars(known.belongs_to),
        }
        for customer_id, known in entering
    ]
    insert_rows(session, table_of(SegmentStay), rows)
    facts = changes({}, {"entered_at": moment.isoformat()})
    recorded = [
        Recorded(row["id"], 1, known.belongs_to, contract.SegmentMemberEntered(**_told(row, 1), changes=facts))
        for row, (_, known) in zip(rows, entering, strict=True)
    ]
    announce_in_bulk(session, actor, recorded)


def _watch(session: Session, segment: Segment, portion: _Portion) -> None:
    """Note for each customer when time alone changes something; what was noted before holds no more."""
    turning = rules.borders(segment.rule)
    theirs = delete(SegmentWatch).where(
        SegmentWatch.segment_id == segment.id, SegmentWatch.customer_id.in_(portion.ids)
    )
    session.execute(theirs.execution_options(synchronize_session=False))
    today = portion.moment.date()
    due = {one: rules.next_turn(turning, known.quiet_since, today) for one, known in portion.known.items()}
    rows = [{"segment_id": segment.id, "customer_id": one, "due_at": at} for one, at in due.items() if at is not None]
    insert_rows(session, table_of(SegmentWatch), rows)


def _told(stay: Mapping[str, Any], version: int) -> dict[str, Any]:
    """What each event about a stay says."""
    left_at = stay["left_at"]
    return {
        "segment_stay_id": stay["id"],
        "record_version": version,
        "segment_id": stay["segment_id"],
        "customer_id": stay["customer_id"],
        "entered_at": stay["entered_at"].isoformat(),
        "left_at": None if left_at is None else left_at.isoformat(),
    }
