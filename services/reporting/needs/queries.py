"""What is asked for in deals, for the reports. It is in sight with its deal."""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, func

from services.reporting.customers.queries import CustomerFact
from services.reporting.deals.queries import Deal
from services.reporting.needs.model import DealNeed
from services.reporting.needs.rules import words_of as words_of
from services.reporting.parts.queries import Part, within
from services.reporting.products.queries import KnownProduct

__all__ = ["CustomerFact", "DealNeed", "KnownProduct"]

CATEGORY: ColumnElement[str] = func.coalesce(KnownProduct.category, DealNeed.category, type_=String(200))
"""A product has its own; of what is not in the catalogue, the one that was said."""
ASKED_FOR: ColumnElement[str] = func.coalesce(KnownProduct.name, DealNeed.words, type_=String(200))


def asked_within(deals: Select[Any], part: Part) -> Select[Any]:
    """Each deal as often as it asks for something that was recorded in the period, with its customer and the product
    as they are today.
    """
    asking = deals.join(DealNeed, and_(DealNeed.deal_id == Deal.id, DealNeed.wanted.is_(True)))
    dated = asking.where(within(DealNeed.recorded_on, part))
    named = dated.outerjoin(CustomerFact, CustomerFact.id == Deal.customer_id)
    return named.outerjoin(KnownProduct, KnownProduct.id == DealNeed.product_id)
