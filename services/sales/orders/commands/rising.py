"""What an order that was confirmed does for its customer."""

from sqlalchemy.orm import Session

from services.sales.customer_levels.commands import raise_by_turnover
from services.sales.customer_levels.queries import Turnover, steps_in
from services.sales.customers.queries import hold_customer
from services.sales.orders import queries
from services.sales.orders.model import Order


def let_customer_rise(session: Session, order: Order) -> None:
    """See whether this order, just confirmed, takes what its customer has ordered over the threshold of a level.

    The customer is held first: of two orders confirmed at the same moment the second counts the first.
    """
    if not steps_in(session, order.currency):
        return
    hold_customer(session, order.customer_id)
    after = queries.confirmed_amount(session, order)
    raise_by_turnover(session, order.customer_id, Turnover(order.currency, after - order.amount, after))
