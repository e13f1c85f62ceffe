"""The customers whose first confirmed order falls in the period, with that order; a second one never counts."""

from typing import Any

from sqlalchemy import Select, func

from services.reporting.leads.queries import source_of_customer
from services.reporting.orders.queries import (
    CUSTOMER_NAME,
    FACTS,
    OWNER_NAME,
    OrderFact,
    first_of_customers,
    ordered_within,
    with_owner,
)
from services.reporting.statements.queries import Asked, Count, Money, Statement
from shared.contracts.reporting.reports.new_customers import REPORT


def first_ones(rows: Select[Any], asked: Asked) -> Select[Any]:
    return with_owner(first_of_customers(ordered_within(rows, asked.part)))


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=first_ones,
    dimensions=lambda asked: {
        "source": source_of_customer(),
        "customer_id": OrderFact.customer_id,
        "currency": OrderFact.currency,
    },
    labels={**CUSTOMER_NAME, "seller": OWNER_NAME, "first_order_on": func.min(OrderFact.ordered_on)},
    measures=lambda asked: {"count": Count(), "amount": Money(OrderFact.amount)},
)
