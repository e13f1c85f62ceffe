"""Several sellers, one customer: nobody sends a lower price than stands in another offer, unless it was approved."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from services.sales.customers.queries import hold_customer
from services.sales.price_exceptions.queries import granted_prices
from services.sales.quotations import queries, rules
from services.sales.quotations.model import Quotation


def ensure_prices_agree(session: Session, quotation: Quotation, on: date) -> None:
    """Raises `PriceIsUndercut`. The customer stays locked until the transaction ends: of two who send at the same
    moment the second sees what the first has sent.
    """
    if quotation.customer_id is None or quotation.status != rules.QuotationStatus.DRAFT:
        return
    hold_customer(session, quotation.customer_id)
    asked = [
        rules.Asked(line.product_id, line.quantity, rules.piece_price(line.net, line.quantity))
        for line in quotation.latest.lines
    ]
    products = {line.product_id for line in asked}
    told = queries.lowest_standing_prices(session, quotation, products, on)
    granted: dict[str, list[tuple[int, Decimal]]] = defaultdict(list)
    for one in granted_prices(session, quotation.customer_id, products, on) if told else ():
        if one.currency == quotation.currency:
            granted[one.product_id].append((one.from_quantity, one.unit_price))
    rules.ensure_not_undercut(rules.undercut(asked, told, granted))
