"""Quoting out of the price library: each product at the price that holds for the customer and the quantity."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.prices.queries import Case, current_price, level_of
from services.sales.quotations.commands.adding import add_lines
from services.sales.quotations.queries import Quotation, get_quotation_for_change
from shared.actor import Actor
from shared.clock import today


def add_to_quotation_from_prices(
    session: Session, actor: Actor, quotation_id: str, products: list[dict[str, Any]], **usual: Any
) -> Quotation:
    """Add the chosen products to the draft and sum it up anew. `usual` are discount and tax of those that say none."""
    quotation = get_quotation_for_change(session, actor, quotation_id)
    level, lines = level_of(session, actor, quotation.customer_id), []
    for chosen in products:
        case = Case(quotation.customer_id, level, chosen["quantity"], today())
        price = current_price(session, actor, chosen["product_id"], case, quotation.currency)
        lines.append({**usual, **chosen, "unit_price": price})
    return add_lines(session, actor, quotation_id, lines)
