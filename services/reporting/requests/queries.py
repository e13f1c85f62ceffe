"""The facts about requests, for the reports. Every figure starts from what the actor may see."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, null, or_

from services.reporting.customers.queries import CustomerFact
from services.reporting.parts.queries import Facts, Part, within
from services.reporting.products.queries import KnownProduct
from services.reporting.requests.model import RequestFact
from shared.contracts.reporting.counted import LISTING
from shared.merged_customers import Pointer

__all__ = ["FACTS", "CustomerFact", "KnownProduct", "RequestFact"]

FACTS = Facts(RequestFact, RequestFact.org_unit_id, cast(null(), String(255)), RequestFact.owner_id, LISTING)
"""A request counts for whom it belongs to today. Reports count it only beside records of other kinds."""
ASKED_FOR: ColumnElement[str] = func.coalesce(KnownProduct.name, RequestFact.words, type_=String(200))
POINTER = Pointer(RequestFact)
"""Some name a customer."""


def asked_within(requests: Select[Any], part: Part) -> Select[Any]:
    """Those that ask for something, which was recorded in the period, with their customer and the product as they are
    today.
    """
    asking = or_(RequestFact.product_id.is_not(None), RequestFact.words.is_not(None))
    dated = requests.where(asking, within(RequestFact.asked_on, part))
    named = dated.outerjoin(CustomerFact, CustomerFact.id == RequestFact.customer_id)
    return named.outerjoin(KnownProduct, KnownProduct.id == RequestFact.product_id)


def came_within(requests: Select[Any], part: Part) -> Select[Any]:
    """Those that came in the period, whatever they ask for."""
    if part.since is not None:
        requests = requests.where(RequestFact.created_at >= datetime.combine(part.since, time(), UTC))
    if part.until is not None:
        until = datetime.combine(part.until + timedelta(days=1), time(), UTC)
        requests = requests.where(RequestFact.created_at < until)
    return requests
