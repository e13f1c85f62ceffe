"""Keeping the facts about deals as new as the sales service's own; told twice or out of order they end up the same."""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import BigInteger, Table, delete, insert, select, type_coerce, update
from sqlalchemy.orm import Session

from services.reporting.deals import rules
from services.reporting.deals.model import Deal, DealRise
from services.reporting.learnt_models.commands import outdate_where_it_was
from services.reporting.parts.commands import know_path
from services.reporting.shares import commands as shares
from services.reporting.stages.commands import follow_stage
from services.reporting.stages.queries import Rung, known_rungs
from shared.actor import Actor
from shared.clock import now
from shared.contracts.sales.opportunities import OpportunityEvent, OpportunityShared, OpportunityShareRevoked
from shared.contracts.sales.partners import OpportunityPartnerLinked, OpportunityPartnerUnlinked
from shared.contracts.sales.stages import OUTCOMES, StageEvent
from shared.merged_customers import standing_customer
from shared.visible import noun_of

ShareOfDeal = OpportunityShared | OpportunityShareRevoked | OpportunityPartnerLinked | OpportunityPartnerUnlinked


@dataclass(frozen=True)
class _Kept:
    """What is known of a deal already, as far as a new event is held against it."""

    version: int = 0
    owner_id: str = ""
    org_unit_id: str = ""
    reached_stage: str | None = None
    reason_version: int = 0
    competitor_version: int = 0
    engaged_version: int = 0
    closed_at: datetime | None = None
    standing_version: int = 0


NOTHING = _Kept()
NOWHERE: dict[str, Any] = {
    **dict.fromkeys(("closed_unit_id", "closed_unit_path", "closed_owner_id", "closed_owner_path")),
    "standing_version": 0,
}
CHANGED_ONLY = (
    ("lost_reason", "lost_reason", "reason_version"),
    ("winner_competitor", "winner_competitor", "competitor_version"),
    ("engaged_on", "engaged_at", "engaged_version"),
)
"""What an event tells only where it changed, with its column and that of the version that told it."""
DealRows = cast(Table, Deal.__table__)
"""Deals come by the thousand; they are written without the session's bookkeeping."""


def follow_deal(session: Session, actor: Actor, event: OpportunityEvent) -> None:
    """Take in a deal as told. An older event adds only what no later one tells: how far the deal had come, why and
    to whom it was lost, and where it stood when it was closed.
    """
    kept = _kept(session, event.opportunity_id)
    told = _told(session, event, kept)
    if told.get("customer_id"):
        told["customer_id"] = standing_customer(session, told["customer_id"])
    if kept is NOTHING:
        row = {"id": event.opportunity_id, "created_by": actor.user_id, **told}
        session.connection().execute(insert(DealRows), [row])
    elif told:
        session.connection().execute(update(DealRows).where(DealRows.c.id == event.opportunity_id).values(**told))
        place, was = (told.get("owner_id"), told.get("org_unit_id")), (kept.owner_id, kept.org_unit_id)
        if None not in place and place != was:
            outdate_where_it_was(session, was, cast(tuple[str, str], place))


def forget_deal(session: Session, deal_id: str) -> None:
    """The deal was never meant to be recorded; no figure counts it any more."""
    kept = _kept(session, deal_id)
    if kept is not NOTHING:
        outdate_where_it_was(session, (kept.owner_id, kept.org_unit_id), None)
    shares.forget_shares(session, deal_id)
    session.connection().execute(delete(DealRows).where(DealRows.c.id == deal_id))
    session.execute(delete(DealRise).where(DealRise.deal_id == deal_id).execution_options(synchronize_session=False))


def note_rise(session: Session, event: OpportunityEvent, at: datetime) -> None:
    """Remember that the deal came nearer to being won at this moment; what is told again stays."""
    if session.get(DealRise, (event.opportunity_id, event.record_version)) is None:
        session.add(DealRise(deal_id=event.opportunity_id, version=event.record_version, rose_at=at))
        session.flush()


def follow_share(session: Session, actor: Actor, event: ShareOfDeal) -> None:
    """Open the figures of a deal to whom it is shared with, or close them again."""
    follow_deal(session, actor, event)
    shares.follow_share(session, actor, noun_of(Deal), event.opportunity_id, event.record_version, event)


def follow_stage_of_deals(session: Session, event: StageEvent, version: int) -> None:
    """Take in a stage; the open deals that follow its rate have it from now on."""
    if not follow_stage(session, event, version):
        return
    stored = type_coerce(Deal.amount, BigInteger)
    followers = (
        update(Deal)
        .where(Deal.stage == event.code, Deal.status == rules.OPEN, Deal.probability_overridden.is_(False))
        .where(Deal.probability != event.success_rate)
        .values(
            probability=event.success_rate,
            weighted_amount=stored // rules.HUNDRED * event.success_rate
            + (stored % rules.HUNDRED * event.success_rate + rules.HUNDRED // 2) // rules.HUNDRED,
            updated_at=now(),
        )
    )
    session.execute(followers.execution_options(synchronize_session=False))


def _kept(session: Session, deal_id: str) -> _Kept:
    columns = [DealRows.c[known.name] for known in fields(_Kept)]
    row = session.connection().execute(select(*columns).where(DealRows.c.id == deal_id)).first()
    return NOTHING if row is None else _Kept(*row)


def _told(session: Session, event: OpportunityEvent, kept: _Kept) -> dict[str, Any]:
    stages = {change for change in event.changes.get("stage", {}).values() if change} | {event.stage}
    rungs = known_rungs(session) if stages - set(OUTCOMES) else {}
    told: dict[str, Any] = {}
    if event.record_version > kept.version:
        told |= _facts(event, rungs)
    reached = rules.furthest({code: rung.position for code, rung in rungs.items()}, [kept.reached_stage, *stages])
    if reached is not None and reached != kept.reached_stage:
        told["reached_stage"] = reached
    for name, column, told_by in CHANGED_ONLY:
        if name in event.changes and event.record_version > getattr(kept, told_by):
            value = event.changes[name].get("after")
            told |= {column: midnight_of(value) if column == "engaged_at" else value, told_by: event.record_version}
    return told | _closed_standing(session, event, kept)


def _closed_standing(session: Session, event: OpportunityEvent, kept: _Kept) -> dict[str, Any]:
    """To whom the deal belonged when it was closed, by the oldest event that tells of this closing."""
    closed_at = _closed_at(event)
    newer, same = event.record_version > kept.version, closed_at == kept.closed_at
    if closed_at is None:
        return NOWHERE if newer and not same else {}
    if not ((newer and not same) or (same and event.record_version < kept.standing_version)):
        return {}
    know_path(session, event.unit_path)
    return {
        "closed_unit_id": event.org_unit_id,
        "closed_unit_path": event.unit_path or None,
        "closed_owner_id": event.owner_id,
        "closed_owner_path": event.owner_path or None,
        "standing_version": event.record_version,
    }


def midnight_of(day: str | None) -> datetime | None:
    """The moment that stands for a day of which the hour is not known."""
    return None if day is None else datetime.combine(date.fromisoformat(day), time(), UTC)


def _closed_at(event: OpportunityEvent) -> datetime | None:
    return None if event.closed_at is None else datetime.fromisoformat(event.closed_at)


def _facts(event: OpportunityEvent, rungs: dict[str, Rung]) -> dict[str, Any]:
    amount = None if event.amount is None else Decimal(event.amount)
    closed_at = _closed_at(event)
    probability = _probability(event, rungs)
    return {
        "version": event.record_version,
        "owner_id": event.owner_id,
        "org_unit_id": event.org_unit_id,
        "number": event.number,
        "name": event.name,
        "stage": event.stage,
        "status": event.status,
        "amount": amount,
        "weighted_amount": rules.weighted(amount, probability),
        "currency": event.currency,
        "probability": probability,
        "probability_overridden": event.probability_overridden,
        "customer_id": event.customer_id,
        "customer_name": event.customer_name,
        "product_id": event.product_id,
        "product_name": event.product_name,
        "channel": event.channel,
        "expected_close_date": None
        if event.expected_close_date is None
        else date.fromisoformat(event.expected_close_date),
        "closed_at": closed_at,
        "closed_on": None if closed_at is None else closed_at.date(),
        "created_at": datetime.fromisoformat(event.created_at),
        "updated_at": now(),
    }


def _probability(event: OpportunityEvent, rungs: dict[str, Rung]) -> int:
    """A deal that follows its stage has the stage's rate, whichever of the two was told of last."""
    follows = event.status == rules.OPEN and not event.probability_overridden
    return rungs[event.stage].success_rate if follows and event.stage in rungs else event.probability
