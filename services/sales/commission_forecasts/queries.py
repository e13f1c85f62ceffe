"""Reckoning what open deals may earn. Deals and plans are those in the caller's sight.

A plan pays for what will be paid or shipped; the forecast takes it that this happens when the deal is expected to
close. Weighted amounts lie, in the order of those days, above all that counted for the owner in the plan's period.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from services.sales.commission_plans.queries import (
    CommissionPlan,
    PayingPlan,
    period_of,
    plans_by_id,
    plans_that_may_pay,
    units_over,
)
from services.sales.commission_statements.queries import Account, Due, counted_by, dues_of, parts_of
from services.sales.opportunities.queries import HopedFor, hoped_for
from shared.actor import Actor
from shared.clock import today
from shared.contracts.listing import FieldKind
from shared.listing.cursors import fingerprint, read_cursor, write_cursor

NOTHING = Decimal(0)
QUARTER = "quarter"
KINDS = (FieldKind.DATE, FieldKind.TEXT, FieldKind.ID)

Place = tuple[date, str, str]
"""Where a row stands: the first day of its period, and the name and id of its plan."""


@dataclass(frozen=True)
class ForecastShare:
    person_id: str
    amount: Decimal


@dataclass
class ForecastRow:
    """What a plan may pay for one of its periods."""

    plan: CommissionPlan
    starts_on: date
    currency: str
    deals: int = 0
    weighted_amount: Decimal = NOTHING
    commission: Decimal = NOTHING
    by_person: dict[str, Decimal] = field(default_factory=dict)
    estimate: bool = True

    @property
    def shares(self) -> list[ForecastShare]:
        return [ForecastShare(person_id, self.by_person[person_id]) for person_id in sorted(self.by_person)]

    def add(self, deals: HopedFor, dues: Iterable[Due]) -> None:
        self.deals += deals.count
        self.weighted_amount += deals.weighted_amount
        for due in dues:
            self.commission += due.amount
            self.by_person[due.person_id] = self.by_person.get(due.person_id, NOTHING) + due.amount


@dataclass(frozen=True)
class CommissionForecast:
    """A page of it, and the cursor by which the next one is asked for."""

    until: date
    rows: list[ForecastRow]
    next: str | None
    estimate: bool = True


def get_commission_forecast(
    session: Session, actor: Actor, limit: int, until: date | None = None, cursor: str | None = None
) -> CommissionForecast:
    """For the deals expected up to the end of this quarter where no day is named; the earliest periods first. Which
    rows there are is found first; only those of the page are reckoned, with the terms of their plans.
    """
    last = until or period_of(today(), QUARTER)[1]
    bound_to = fingerprint("commission-forecast", last.isoformat())
    after = None if cursor is None else read_cursor(cursor, bound_to, KINDS).keys
    deals = sorted(hoped_for(session, actor, today(), last), key=lambda one: one.day)
    paid_for = _paid_for(session, actor, deals, last)
    left = sorted(place for place in paid_for if after is None or place > after)
    page = left[:limit]
    rows = _reckoned(session, actor, {place: paid_for[place] for place in page})
    return CommissionForecast(
        last, rows, write_cursor(bound_to, page[-1], backwards=False) if len(left) > limit else None
    )


def _paid_for(
    session: Session, actor: Actor, deals: Sequence[HopedFor], last: date
) -> Mapping[Place, Sequence[HopedFor]]:
    """For each plan and period that pays for any of these deals, those it pays for, by their days."""
    owners = {one.owner_id for one in deals}
    over = units_over(session, owners)
    plans = plans_that_may_pay(session, actor, owners, set().union(*over.values()), today(), last)
    paid_for: dict[Place, list[HopedFor]] = {}
    for one in deals:
        for plan in plans:
            if _pays(plan, one, over.get(one.owner_id, frozenset())):
                starts_on = period_of(one.day, plan.period)[0]
                paid_for.setdefault((starts_on, plan.name, plan.id), []).append(one)
    return paid_for


def _reckoned(session: Session, actor: Actor, paid_for: Mapping[Place, Sequence[HopedFor]]) -> list[ForecastRow]:
    plans = plans_by_id(session, actor, {plan_id for _, _, plan_id in paid_for})
    accumulated = counted_by(session, list(plans), period_of(today(), QUARTER)[0])
    rows = []
    for (starts_on, _, plan_id), deals in paid_for.items():
        plan = plans[plan_id]
        row = ForecastRow(plan, starts_on, plan.currency)
        for one in deals:
            account = Account(plan.id, one.owner_id, starts_on)
            row.add(one, _dues(plan, one, accumulated.get(account, NOTHING)))
            accumulated[account] = accumulated.get(account, NOTHING) + one.weighted_amount
        rows.append(row)
    return rows


def _pays(plan: PayingPlan, deals: HopedFor, units: Collection[str]) -> bool:
    """For people who are named, or for those of the unit and of the units below it, on a day of the plan."""
    theirs = deals.owner_id in plan.person_ids or plan.unit_id in units
    return plan.currency == deals.currency and theirs and plan.holds_on(deals.day)


def _dues(plan: CommissionPlan, deals: HopedFor, accumulated: Decimal) -> list[Due]:
    terms = plan.terms_on(deals.day)
    shares: dict[str, Decimal] = {}
    for share in terms.shares:
        person_id = share.person_id or deals.owner_id
        shares[person_id] = shares.get(person_id, NOTHING) + share.percent
    tiers = [(tier.above, tier.percent) for tier in terms.tiers]
    return dues_of(parts_of(tiers, accumulated, deals.weighted_amount), shares)
