"""The facts about customers, for the reports. Every figure starts from what the actor may see."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, String, and_, cast, func, literal, null, select, union
from sqlalchemy.orm import aliased

from services.reporting.customers.model import CustomerFact, CustomerTouch, KnownLevel
from services.reporting.deals.queries import Deal
from services.reporting.orders.queries import OrderFact
from services.reporting.parts.queries import Facts, Part
from shared.contracts.reporting.customers import LISTING
from shared.contracts.reporting.orders import COUNTED
from shared.merged_customers import Pointer
from shared.persistence.days import days_between
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.types import UtcTime

__all__ = ["FACTS", "CustomerFact", "KnownLevel"]

FACTS = Facts(CustomerFact, CustomerFact.org_unit_id, cast(null(), String(255)), CustomerFact.owner_id, LISTING)
"""A customer counts for whom it belongs to today."""
ONE_DAY = timedelta(days=1)
POINTER = Pointer(CustomerTouch)
"""Each is of a customer."""
OWNER_NAME: ColumnElement[str] = func.max(OrgPersonReplica.name)
NAME: Mapping[str, ColumnElement[Any]] = {"customer": func.max(CustomerFact.name)}


INDUSTRY = CustomerFact.industry


def with_customers(deals: Select[Any]) -> Select[Any]:
    """Deals with the industry of their customers, as it is today."""
    return deals.outerjoin(CustomerFact, CustomerFact.id == Deal.customer_id)


def with_owner(customers: Select[Any]) -> Select[Any]:
    """With whoever the customer belongs to."""
    return customers.outerjoin(OrgPersonReplica, OrgPersonReplica.id == CustomerFact.owner_id)


def last_touched(of: Any = CustomerTouch.touched_on) -> ColumnElement[Any]:
    """When somebody was last in touch with the customer; None where nobody was. It is told with the customer."""
    touches = select(func.max(of)).where(CustomerTouch.customer_id == CustomerFact.id)
    return touches.correlate(CustomerFact).scalar_subquery()


def last_ordered() -> ColumnElement[Any]:
    """When the customer last ordered, from whomever; None where it never did. Of the order no more is told."""
    orders = select(func.max(OrderFact.ordered_on, type_=Date))
    theirs = (OrderFact.customer_id == CustomerFact.id, OrderFact.status.in_(COUNTED))
    return orders.where(*theirs).correlate(CustomerFact).scalar_subquery()


def heard_from(first: date, last: date) -> ColumnElement[bool]:
    """Whether somebody was in touch with the customer, or it ordered, on one of these days. It is asked from the days:
    of all customers few were heard from.
    """
    touched = select(CustomerTouch.customer_id).where(CustomerTouch.touched_on.between(first, last))
    sold = (OrderFact.status.in_(COUNTED), OrderFact.ordered_on.between(first, last))
    return CustomerFact.id.in_(union(touched, select(OrderFact.customer_id).where(*sold)))


def at_least_of_level(code: str) -> ColumnElement[bool]:
    """Whether the customer is of this level or of a higher one."""
    named = aliased(KnownLevel)
    codes = select(KnownLevel.code).join(named, and_(named.code == code, KnownLevel.rank >= named.rank))
    return CustomerFact.level.in_(codes)


def days_overdue(today: date) -> ColumnElement[int]:
    """By how many days the customer was let alone longer than its level allows."""
    quiet_since = func.coalesce(last_touched(CustomerTouch.touched_at), CustomerFact.created_at, type_=UtcTime)
    this_day = literal(datetime.combine(today, time(), UTC), UtcTime)
    return days_between(quiet_since, this_day) - KnownLevel.follow_up_days


def overdue(customers: Select[Any], today: date) -> Select[Any]:
    """Those that were let alone longer than their level allows, with the level."""
    followed_up = and_(KnownLevel.code == CustomerFact.level, KnownLevel.follow_up_days.is_not(None))
    return customers.join(KnownLevel, followed_up).where(days_overdue(today) > 0)


def entered_within(customers: Select[Any], part: Part) -> Select[Any]:
    """Those that were entered in the period."""
    first, last = part.since, part.until
    if first is not None:
        customers = customers.where(CustomerFact.created_at >= datetime.combine(first, time(), UTC))
    if last is not None:
        customers = customers.where(CustomerFact.created_at < datetime.combine(last + ONE_DAY, time(), UTC))
    return customers


def window(part: Part, today: date, days: int) -> tuple[date, date]:
    """The days of the window, which ends with the period or today."""
    last = part.until or today
    return last - days * ONE_DAY, last


HEARD_LABELS: Mapping[str, ColumnElement[Any]] = {
    **NAME,
    "seller": OWNER_NAME,
    "last_touch_on": func.max(last_touched()),
    "last_order_on": func.max(last_ordered()),
}
"""What a report shows of when a customer was heard from."""
