"""The facts about leads, for the reports. Every figure starts from what the actor may see."""

from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, String, case, false, func, select, type_coerce

from services.reporting.leads.model import LeadFact
from services.reporting.orders.queries import OrderFact
from services.reporting.parts.queries import Facts, Part, within
from services.reporting.stages.queries import first_rate
from shared.contracts.reporting.leads import LISTING
from shared.merged_customers import Pointer
from shared.persistence.types import Money

__all__ = ["FACTS", "LeadFact"]

CONVERTED = "converted"
STILL_OPEN = ("new", "qualified")
FACTS = Facts(LeadFact, LeadFact.closed_unit_id, LeadFact.closed_unit_path, LeadFact.closed_owner_id, LISTING)
"""A closed lead counts for whom it belonged to when it was closed."""
WORTH = replace(FACTS, currency=LeadFact.budget_currency)
"""Leads that are counted with what they can spend."""
POINTER = Pointer(LeadFact)
"""Some became a customer."""
CONVERTED_ONES: ColumnElement[int] = case((LeadFact.status == CONVERTED, 1), else_=0)


_BUDGET: ColumnElement[int] = type_coerce(LeadFact.budget, BigInteger)
WEIGHTED_BUDGET: ColumnElement[Any] = type_coerce(
    _BUDGET // 100 * first_rate() + (_BUDGET % 100 * first_rate() + 50) // 100, Money()
)
"""By how likely a deal is that stands in the first stage, in which the lead would begin as one; rounded as the
weighted amounts of deals are, and in two parts, since a large budget times a rate is too large for any engine.
"""


def still_open(leads: Select[Any]) -> Select[Any]:
    """Those of which nothing has become yet."""
    return leads.where(LeadFact.status.in_(STILL_OPEN))


def none_of(leads: Select[Any]) -> Select[Any]:
    return leads.where(false())


def come_within(leads: Select[Any], part: Part) -> Select[Any]:
    """Those that came in the period."""
    return leads.where(within(LeadFact.came_on, part))


def source_of_customer() -> ColumnElement[str | None]:
    """Where the lead came from of which the customer of an order was made, the first if there were several; None where
    it was made of none. Of the lead no more is told.
    """
    first = select(func.min(LeadFact.created_at)).where(LeadFact.customer_id == OrderFact.customer_id)
    first_at = first.correlate(OrderFact).scalar_subquery()
    source = select(func.min(LeadFact.source_kind, type_=String))
    of_first = (LeadFact.customer_id == OrderFact.customer_id, LeadFact.created_at == first_at)
    return source.where(*of_first).correlate(OrderFact).scalar_subquery()
