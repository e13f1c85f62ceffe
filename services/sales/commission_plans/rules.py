"""What a plan may promise and from when on, in plain Python: no database, no wire, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from shared.errors import RuleBroken

WHOLE = Decimal(100)
MONTHS = {"month": 1, "quarter": 3}


class TiersDoNotRise(RuleBroken):
    """Tiers begin at zero, and each begins above the one before, so that every amount lies in exactly one."""

    code = "commission_tiers_do_not_rise"


class SharedTwice(RuleBroken):
    """Whoever has a share has one."""

    code = "commission_shared_twice"


class PlanStartsTooEarly(RuleBroken):
    """A plan, and new terms of one, are for what is yet to come: what was earned is not reckoned again."""

    code = "commission_plan_starts_too_early"


class PlanEndsTooEarly(RuleBroken):
    """A plan does not end before it starts, nor on a day that is over."""

    code = "commission_plan_ends_too_early"


class PlanPaysNobody(RuleBroken):
    """A plan is for people or for a unit, and not for both."""

    code = "commission_plan_pays_nobody"


@dataclass(frozen=True)
class Tier:
    """What lies above this amount earns this much in percent."""

    above: Decimal
    percent: Decimal


@dataclass(frozen=True)
class Share:
    """Without a person it is that of whoever owns the order."""

    person_id: str | None
    percent: Decimal


def ensure_rising(tiers: Sequence[Tier]) -> None:
    starts = [tier.above for tier in tiers]
    if starts[0] != 0 or any(later <= earlier for earlier, later in pairwise(starts)):
        raise TiersDoNotRise("The first tier begins at 0, and each begins above the one before.")


def ensure_shared_once(shares: Iterable[Share]) -> None:
    people = [share.person_id for share in shares]
    if len(set(people)) != len(people):
        raise SharedTwice("Somebody is named twice among those who share.")


def ensure_for_somebody(unit_id: str | None, person_ids: Sequence[str]) -> None:
    if bool(unit_id) == bool(person_ids):
        raise PlanPaysNobody("Say either the people or the unit whose orders the plan pays for.")


def ensure_to_come(starts_on: date, earliest: date) -> None:
    if starts_on < earliest:
        raise PlanStartsTooEarly(f"It can start on {earliest} at the earliest.", earliest=earliest.isoformat())


def ensure_end(ends_on: date | None, starts_on: date, today: date) -> None:
    if ends_on is not None and ends_on < max(starts_on, today):
        raise PlanEndsTooEarly(f"It can end on {max(starts_on, today)} at the earliest.")


def ensure_before_end(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise PlanEndsTooEarly(f"The plan ends on {ends_on}, before these terms would start.")


def period_of(day: date, period: str) -> tuple[date, date]:
    """The first and the last day of the month, or the quarter, that a day lies in."""
    months = MONTHS[period]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    last_month = first.replace(month=first.month + months - 1, day=28)
    return first, (last_month + timedelta(days=4)).replace(day=1) - timedelta(days=1)
