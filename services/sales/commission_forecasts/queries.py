"""Reckoning what open deals may earn. Deals and plans are those in the caller's sight.

A plan pays for what will be paid or shipped; the forecast takes it that this happens when the deal is expected to
close. Weighted amounts lie, in the order of those days, above all that counted for the owner in the plan's period.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from services.sales.commission_plans.queries import CommissionPlan, period_of, plans_in_sight, units_over
from services.sales.commission_statements.queries import Account, Due, counted_by, dues_of, parts_of
from services.sales.opportunities.queries import HopedFor, hoped_for
from shared.actor import Actor
from shared.clock import today

NOTHING = Decimal(0)
QUARTER = "quarter"


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
    until: date
    rows: list[ForecastRow]
    estimate: bool = True


def get_commission_forecast(session: Session, actor: Actor, until: date | None) -> CommissionForecast:
    """For the deals expected up to the end of this quarter where no day is named; the earliest periods first."""
    last = until or period_of(today(), QUARTER)[1]
    plans = plans_in_sight(session, actor)
    accumulated = counted_by(session, [plan.id for plan in plans], period_of(today(), QUARTER)[0])
    deals = sorted(hoped_for(session, actor, today(), last), key=lambda one: one.day)
    over = units_over(session, {one.owner_id for one in deals})
    rows: dict[tuple[str, date], ForecastRow] = {}
    for one in deals:
        for plan in plans:
            if not _pays(plan, one, over):
                continue
            starts_on = period_of(one.day, plan.period)[0]
            row = rows.setdefault((plan.id, starts_on), ForecastRow(plan, starts_on, plan.currency))
            account = Account(plan.id, one.owner_id, starts_on)
            row.add(one, _dues(plan, one, accumulated.get(account, NOTHING)))
            accumulated[account] = accumulated.get(account, NOTHING) + one.weighted_amount
    found = sorted(rows.values(), key=lambda row: (row.starts_on, row.plan.name, row.plan.id))
    return CommissionForecast(last, found)


def _pays(plan: CommissionPlan, deals: HopedFor, over: Mapping[str, frozenset[str]]) -> bool:
    """For people who are named, or for those of the unit and of the units below it, on a day of the plan."""
    holds = plan.starts_on <= deals.day and (plan.ends_on is None or deals.day <= plan.ends_on)
    theirs = deals.owner_id in plan.person_ids or plan.unit_id in over.get(deals.owner_id, frozenset())
    return holds and theirs and plan.currency == deals.currency


def _dues(plan: CommissionPlan, deals: HopedFor, accumulated: Decimal) -> list[Due]:
    terms = plan.terms_on(deals.day)
    shares: dict[str, Decimal] = {}
    for share in terms.shares:
        person_id = share.person_id or deals.owner_id
        shares[person_id] = shares.get(person_id, NOTHING) + share.percent
    tiers = [(tier.above, tier.percent) for tier in terms.tiers]
    return dues_of(parts_of(tiers, accumulated, deals.weighted_amount), shares)
