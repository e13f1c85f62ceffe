"""How much a customer may be let off: as much as its level allows."""

from sqlalchemy.orm import Session

from services.sales.customer_levels.queries import discount_ceiling
from services.sales.customers.queries import level_of
from services.sales.quotations import rules
from services.sales.quotations.model import Quotation


def ensure_discounts_allowed(session: Session, quotation: Quotation) -> None:
    """Raises `DiscountIsAboveCeiling`. Prices that hold for the customer are no discount: who may sell at a lower one
    has it listed or approved.
    """
    discounts = [(line.code, line.discount_percent) for line in quotation.latest.lines if line.discount_percent]
    if quotation.customer_id is None or not discounts:
        return
    level = level_of(session, quotation.customer_id)
    ceiling = None if level is None else discount_ceiling(session, level)
    if ceiling is not None:
        rules.ensure_below_ceiling(ceiling, discounts)
