"""What history says of one deal in the caller's sight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.reporting.chances.queries import chances_from
from services.reporting.deal_outlooks.rules import judgement
from services.reporting.deals.queries import LOST, OPEN, WON, AsOf, Deal, as_of
from services.reporting.learnt_models.queries import Learnt
from services.reporting.stages.queries import known_rungs
from services.reporting.statements.queries import Count, Money, grouped, rate
from services.reporting.stays.queries import DealStay
from shared.actor import Actor
from shared.clock import now
from shared.errors import NotFound
from shared.visible import visible

LATEST = 10


@dataclass(frozen=True)
class WonAmount:
    currency: str
    amount: Decimal


@dataclass(frozen=True)
class PastOfCustomer:
    customer: Any
    won: int
    lost: int
    win_rate: str | None
    won_amounts: Sequence[WonAmount]
    latest: Sequence[Deal]


@dataclass(frozen=True)
class DealOutlook:
    opportunity_id: str
    number: str
    name: str
    status: str
    stage: str
    stage_label: str
    stage_entered_at: datetime | None
    days_in_stage: int | None
    age_days: int
    probability: int
    basis: str
    ended_before: int
    chance: str | None
    expected_days_left: int | None
    judgement: str
    past_of_customer: PastOfCustomer | None
    as_of: AsOf
    learnt: Learnt


def get_deal_outlook(session: Session, actor: Actor, learnt: Learnt, opportunity_id: str) -> DealOutlook:
    """By chances that were learnt in the caller's sight. Raises `NotFound` for a deal out of sight."""
    fresh, moment = as_of(session), now()
    deal = session.scalar(visible(Deal, actor).where(Deal.id == opportunity_id))
    if deal is None:
        raise NotFound(f"There is no deal {opportunity_id}.")
    entered = _entered(session, deal)
    chances = chances_from(learnt.parameters)
    curve = chances.of(deal.stage)
    by_stage = deal.stage in chances.telling and entered is not None
    basis = "none" if not curve.tells else "stage" if by_stage else "age"
    age = _days(entered if by_stage and entered else deal.engaged_at or deal.created_at, deal.closed_at or moment)
    told = basis != "none" and deal.status == OPEN
    chance = curve.chance(age) if told else None
    rung = known_rungs(session).get(deal.stage)
    return DealOutlook(
        opportunity_id=deal.id,
        number=deal.number,
        name=deal.name,
        status=deal.status,
        stage=deal.stage,
        stage_label=rung.name if rung else deal.stage.capitalize(),
        stage_entered_at=entered,
        days_in_stage=None if entered is None else _days(entered, moment),
        age_days=_days(deal.engaged_at or deal.created_at, deal.closed_at or moment),
        probability=deal.probability,
        basis=basis,
        ended_before=curve.ended,
        chance=None if chance is None else f"{chance:.4f}",
        expected_days_left=curve.days_left(age) if told else None,
        judgement=judgement(deal.status == OPEN, basis, chance),
        past_of_customer=_past_of_customer(session, actor, deal),
        as_of=fresh,
        learnt=learnt,
    )


def _entered(session: Session, deal: Deal) -> datetime | None:
    """When it came to the stage in which it stands; it may have been there before."""
    stays = select(DealStay.entered_at).where(DealStay.deal_id == deal.id, DealStay.stage == deal.stage)
    return session.scalar(stays.order_by(DealStay.version.desc()).limit(1))


def _past_of_customer(session: Session, actor: Actor, deal: Deal) -> PastOfCustomer | None:
    if deal.customer_id is None:
        return None
    ended = visible(Deal, actor).where(
        Deal.customer_id == deal.customer_id, Deal.id != deal.id, Deal.status.in_((WON, LOST))
    )
    by = {"status": Deal.status, "currency": Deal.currency}
    sums = session.execute(grouped(ended, by, {}, {"count": Count(), "amount": Money(Deal.amount)})).all()
    won, lost = (sum(count for one, _, count, _ in sums if one == status) for status in (WON, LOST))
    amounts = [WonAmount(currency, amount or Decimal(0)) for one, currency, _, amount in sums if one == WON]
    latest = session.scalars(ended.order_by(Deal.closed_on.desc(), Deal.id.desc()).limit(LATEST)).all()
    in_order = sorted(amounts, key=lambda one: one.currency)
    return PastOfCustomer(deal.customer, won, lost, rate(won, won + lost), in_order, latest)


def _days(since: datetime, until: datetime) -> int:
    return max((until.date() - since.date()).days, 0)
