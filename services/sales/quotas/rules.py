"""Who may be asked for how much and until when, in plain Python: no database, no wire, no clock."""

from datetime import date
from decimal import Decimal

from shared.errors import Conflict, Forbidden, RuleBroken


class QuotaIsSet(Conflict):
    """A seller or a unit has one quota of a product, currency and period; change the one that there is."""

    code = "quota_is_set"


class QuotaIsOver(Conflict):
    """What was to be sold in a period that is over stays as it was set."""

    code = "quota_is_over"


class QuotaOfOnesOwn(Forbidden):
    """Somebody else sets what one is to sell."""

    code = "quota_of_ones_own"


class QuotaEndsTooEarly(RuleBroken):
    """A period does not end before it starts."""

    code = "quota_ends_before_start"


def ensure_of_another(owner_id: str, person_id: str) -> None:
    if owner_id == person_id:
        raise QuotaOfOnesOwn("Somebody else sets and changes your quota.")


def ensure_period(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise QuotaEndsTooEarly(f"It would end on {ends_on}, before it starts on {starts_on}.")


def ensure_not_over(ends_on: date, today: date) -> None:
    if ends_on < today:
        raise QuotaIsOver(f"Its period ended on {ends_on}.")


def percent_of(attained: Decimal, amount: Decimal) -> Decimal:
    """`amount` is above zero."""
    return round(attained * 100 / amount, 2)
