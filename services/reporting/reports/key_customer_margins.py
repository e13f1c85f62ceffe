"""Customers of a level or a revenue with the lines of their orders, whoever orders most first. Level and last touch are
told with the orders, as the customer's name is.
"""

from typing import Any

from sqlalchemy import Select, func, or_

from services.reporting.customers.queries import CustomerFact, at_least_of_level, last_touched
from services.reporting.orders.queries import (
    COSTED,
    CUSTOMER_NAME,
    FACTS,
    MARGIN,
    OrderFact,
    OrderLineFact,
    of_customers_ordering,
    ordered_within,
    with_costs,
)
from services.reporting.statements.queries import Asked, Count, Money, Ratio, Statement
from shared.contracts.reporting.reports.key_customer_margins import REPORT

KNOWN, MARGINS = Money(COSTED), Money(MARGIN)


def of_key_customers(rows: Select[Any], asked: Asked) -> Select[Any]:
    orders = ordered_within(rows, asked.part)
    lines = with_costs(orders).outerjoin(CustomerFact, CustomerFact.id == OrderFact.customer_id)
    level, revenue = asked.get("level"), asked.get("revenue")
    keys = [] if level is None else [at_least_of_level(level)]
    keys += [] if revenue is None else [of_customers_ordering(orders, revenue)]
    return lines.where(or_(*keys)) if keys else lines


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=of_key_customers,
    dimensions=lambda asked: {"customer_id": OrderFact.customer_id, "currency": OrderFact.currency},
    labels={**CUSTOMER_NAME, "level": func.max(CustomerFact.level), "last_touch_on": func.max(last_touched())},
    measures=lambda asked: {
        "orders": Count(OrderFact.id, different=True),
        "amount": Money(OrderLineFact.amount),
        "costed_amount": KNOWN,
        "margin": MARGINS,
        "margin_rate": Ratio(MARGINS, KNOWN),
    },
    order=lambda asked: ("currency", "-amount"),
)
