"""How customers stood on a day, for the reports. Their stays are in sight with them."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from services.reporting.customer_stays.model import CustomerStay
from services.reporting.customers.queries import CustomerFact, KnownLevel
from shared.contracts.reporting.reports.customer_summary import CAME, CHANGED, FELL, ROSE, SAME

__all__ = ["CustomerStay"]

_BEFORE = aliased(CustomerStay)


def as_they_stood(customers: Select[Any], on: date, before: date) -> Select[Any]:
    """Each customer that was there at the end of the day, as it stood then, beside how it had stood at the end of the
    day before, if it was there.
    """
    stood = and_(CustomerStay.id == CustomerFact.id, _holds(CustomerStay, on))
    had_stood = and_(_BEFORE.id == CustomerFact.id, _holds(_BEFORE, before))
    return customers.join(CustomerStay, stood).outerjoin(_BEFORE, had_stood)


def first_entered() -> ColumnElement[Any]:
    """The day on which the customer was entered."""
    first = select(func.min(CustomerStay.entered_on)).where(CustomerStay.id == CustomerFact.id)
    return first.correlate(CustomerFact).scalar_subquery()


def movement() -> ColumnElement[str]:
    """What became of a customer between the two days. Levels are ordered by their ranks of today; one that has none is
    below all others.
    """
    now, then = _rank(CustomerStay), _rank(_BEFORE)
    return case(
        (_BEFORE.id.is_(None), CAME),
        (now > then, ROSE),
        (now < then, FELL),
        (or_(CustomerStay.level != _BEFORE.level, CustomerStay.status != _BEFORE.status), CHANGED),
        else_=SAME,
    )


def _holds(stay: Any, day: date) -> ColumnElement[bool]:
    return and_(stay.entered_on <= day, or_(stay.left_on.is_(None), stay.left_on > day))


def _rank(stay: Any) -> ColumnElement[int]:
    rank = select(func.max(KnownLevel.rank)).where(KnownLevel.code == stay.level)
    return func.coalesce(rank.correlate(stay).scalar_subquery(), 0)
