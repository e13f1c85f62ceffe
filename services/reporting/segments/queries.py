"""Reading segments and who is in them, and finding who is to be held against their rules."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from services.reporting.customers.queries import CustomerFact, last_ordered, last_touched
from services.reporting.parts.queries import AsOf
from services.reporting.parts.queries import as_of as facts_as_of
from services.reporting.rebuilding.queries import is_rebuilding
from services.reporting.segment_checks.queries import SegmentCheck
from services.reporting.segments import rules
from services.reporting.segments.model import Segment, SegmentStay, SegmentWatch
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.reporting import segments as contract
from shared.contracts.reporting.deals import AsOfView
from shared.listing import list_records
from shared.listing.filters import condition
from shared.persistence.history import list_history
from shared.persistence.records import Belonging
from shared.segmenting import QUIET
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(Segment, name) for name in contract.LISTING.fields}
STAY_COLUMNS = {name: getattr(SegmentStay, name) for name in contract.STAYS.fields}


@dataclass(frozen=True)
class Known:
    """What of a customer decides to whom its stays belong, and when time alone changes something."""

    belongs_to: Belonging
    quiet_since: dict[str, date]


def as_of(session: Session) -> AsOf:
    """How much of the log of sales is in the memberships: all of the facts, less what is still to be looked at. Ask
    before reading: what is read may only be newer.
    """
    fresh = facts_as_of(session)
    waiting = select(SegmentCheck.position, SegmentCheck.told_at).order_by(SegmentCheck.position).limit(1)
    oldest = session.execute(waiting).first()
    if oldest is not None and oldest.position <= fresh.position:
        return AsOf(oldest.position - 1, oldest.told_at)
    return fresh


def get_segment(session: Session, actor: Actor, segment_id: str) -> Segment:
    return get_visible(session, Segment, actor, segment_id)


def shown(session: Session, segment: Segment) -> dict[str, Any]:
    """The segment, and how fresh it is."""
    names = ("id", "version", "created_at", "updated_at", "owner", "org_unit", "name", "rule", "state")
    return {"as_of": as_of(session), **{name: getattr(segment, name) for name in names}}


def show_segment(session: Session, actor: Actor, segment_id: str) -> dict[str, Any]:
    return shown(session, get_segment(session, actor, segment_id))


def list_segments(session: Session, actor: Actor, query: Payload) -> Payload:
    fresh = as_of(session)
    page = list_records(session, visible(Segment, actor), Segment, contract.LISTING, COLUMNS, query)
    return {**page, "as_of": _told(fresh)}


def list_segment_history(session: Session, actor: Actor, segment_id: str, after: int) -> Payload:
    return list_history(session, get_segment(session, actor, segment_id).id, after=after)


def list_segment_members(session: Session, actor: Actor, segment_id: str, query: Payload) -> Payload:
    """Who is in a segment that the caller sees, of the customers that the caller sees."""
    fresh = as_of(session)
    rows = _stays_in_sight(session, actor, segment_id).where(SegmentStay.left_at.is_(None))
    return {**list_records(session, rows, SegmentStay, contract.MEMBERS, STAY_COLUMNS, query), "as_of": _told(fresh)}


def list_segment_stays(session: Session, actor: Actor, segment_id: str, query: Payload) -> Payload:
    """Who is or was in it, and when each entered and left."""
    fresh = as_of(session)
    rows = _stays_in_sight(session, actor, segment_id)
    return {**list_records(session, rows, SegmentStay, contract.STAYS, STAY_COLUMNS, query), "as_of": _told(fresh)}


def count_segments(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Segment)) or 0


def ensure_readable(rule: Any, today: date) -> None:
    """Raises `BadFilter` or `SegmentRuleIsBad` for a rule that is none."""
    _holds(rule, today)


def has_work(session: Session, moment: datetime) -> bool:
    """Whether anybody is to be held against a rule; not while the facts are made anew, since half of them are wrong."""
    waiting = or_(
        exists(select(SegmentCheck.customer_id)),
        exists(select(SegmentWatch.customer_id).where(SegmentWatch.due_at <= moment)),
        exists(select(Segment.id).where(Segment.filled_to.is_not(None))),
    )
    return bool(session.scalar(select(waiting))) and not is_rebuilding(session)


def lock_segments(session: Session) -> list[Segment]:
    """All there are, so that none is changed or removed while customers are held against them."""
    return list(session.scalars(select(Segment).order_by(Segment.id).with_for_update(of=Segment)))


def waiting_checks(session: Session, most: int) -> list[str]:
    """Of the customers that events told of, those of whom was told first."""
    first = select(SegmentCheck.customer_id).order_by(SegmentCheck.position, SegmentCheck.customer_id)
    return list(session.scalars(first.limit(most)))


def due_watches(session: Session, moment: datetime, most: int) -> list[str]:
    due = select(SegmentWatch.customer_id).where(SegmentWatch.due_at <= moment)
    return list(session.scalars(due.order_by(SegmentWatch.due_at, SegmentWatch.customer_id).limit(most)))


def customers_beyond(session: Session, last_id: str, most: int) -> list[str]:
    beyond = select(CustomerFact.id).where(CustomerFact.id > last_id) if last_id else select(CustomerFact.id)
    return list(session.scalars(beyond.order_by(CustomerFact.id).limit(most)))


def known_customers(session: Session, ids: Collection[str]) -> dict[str, Known]:
    """Those that are there; one that was removed or merged is not."""
    one = CustomerFact
    columns = (one.id, one.owner_id, one.org_unit_id, one.territory_id, one.created_at)
    days = (last_ordered().label("last_order_on"), last_touched().label("last_touch_on"))
    return {
        row.id: Known(
            Belonging(row.owner_id, row.org_unit_id, row.territory_id),
            {name: getattr(row, name) or row.created_at.date() for name in QUIET.values()},
        )
        for row in session.execute(select(*columns, *days).where(one.id.in_(ids)))
    }


def stays_of(session: Session, ids: Collection[str]) -> Sequence[SegmentStay]:
    return session.scalars(select(SegmentStay).where(SegmentStay.customer_id.in_(ids))).all()


def held_for(session: Session, segment: Segment, ids: Collection[str], today: date) -> set[str]:
    """For which of these customers the rule holds today."""
    held = select(CustomerFact.id).where(CustomerFact.id.in_(ids), _holds(segment.rule, today))
    return set(session.scalars(held))


def _holds(rule: Any, today: date) -> Any:
    columns: dict[str, Any] = {name: getattr(CustomerFact, name, None) for name in contract.RULED.fields}
    columns |= {"last_order_on": last_ordered(), "last_touch_on": last_touched()}
    return condition(contract.RULED, columns, rules.unfolded(rule, today))


def _stays_in_sight(session: Session, actor: Actor, segment_id: str) -> Select[SegmentStay]:
    segment = get_segment(session, actor, segment_id)
    in_sight = visible(CustomerFact, actor).with_only_columns(CustomerFact.id)
    return select(SegmentStay).where(SegmentStay.segment_id == segment.id, SegmentStay.customer_id.in_(in_sight))


def _told(fresh: AsOf) -> Payload:
    told: Payload = AsOfView().dump(fresh)
    return told
