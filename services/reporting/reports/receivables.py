"""What was invoiced and is still open, by customer and age. Payments and credit notes settle the oldest invoice of
their order first; what a customer paid beyond what was invoiced on an order settles no other.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import case

from services.reporting.orders.queries import CUSTOMER_NAME, FACTS, OrderFact, OrderInvoicing, still_to_be_paid
from services.reporting.statements.queries import Asked, Count, Money, Statement
from shared.contracts.reporting.reports.receivables import BANDS, REPORT, name_of_band


def age(asked: Asked) -> Any:
    """The band of the days from the invoice until today."""
    oldest = [asked.today - timedelta(days=last) for last in BANDS]
    bands = ((OrderInvoicing.invoiced_on >= day, name_of_band(place)) for place, day in enumerate(oldest))
    return case(*bands, else_=name_of_band(len(BANDS)))


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: still_to_be_paid(rows, asked.part),
    dimensions=lambda asked: {
        "customer_id": OrderFact.customer_id,
        "age": age(asked),
        "currency": OrderFact.currency,
    },
    labels=CUSTOMER_NAME,
    measures=lambda asked: {"invoices": Count(), "open": Money(OrderInvoicing.open)},
    order=lambda asked: ("currency", "-open"),
)
