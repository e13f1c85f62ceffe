"""Quoting out of the price library: each product at the price that holds for the customer and the quantity."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.customers.queries import get_customer
from services.sales.prices.queries import Case, current_price
from services.sales.quotations.commands.adding import add_lines
from services.sales.quotations.queries import Quotation, get_quotation_for_change
from shared.actor import Actor
from shared.clock import today
from shared.errors import NotFound


def add_to_quotation_from_prices(
    session: Session, actor: Actor, quotation_id: str, products: list[dict[str, Any]], **usual: Any
) -> Quotation:
    """Add the chosen products to the draft and sum it up anew. `usual` are discount and tax of those that say none."""
    quotation = get_quotation_for_change(session, actor, quotation_id)
    level, lines = _level(session, actor, quotation.customer_id), []
    for chosen in products:
        case = Case(quotation.customer_id, level, chosen["quantity"], today())
        price = current_price(session, actor, chosen["product_id"], case, quotation.currency)
        lines.append({**usual, **chosen, "unit_price": price})
    return add_lines(session, actor, quotation_id, lines)


def _level(session: Session, actor: Actor, customer_id: str | None) -> str | None:
    """Of a customer out of the caller's sight nothing is known, so that only prices for everybody hold."""
    try:
        return get_customer(session, actor, customer_id).level if customer_id else None
    except NotFound:
        return None
