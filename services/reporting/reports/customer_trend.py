"""The confirmed orders of each customer, without gaps."""

from services.reporting.orders.queries import CUSTOMER_NAME, FACTS, OrderFact, of_customer, ordered_within
from services.reporting.statements.queries import Count, Money, Statement, grain_of
from shared.contracts.reporting.reports.customer_trend import REPORT

STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: of_customer(ordered_within(rows, asked.part), asked.get("customer")),
    dimensions=lambda asked: {
        "customer_id": OrderFact.customer_id,
        "time": grain_of(OrderFact.ordered_on, asked["grain"]),
        "currency": OrderFact.currency,
    },
    labels=CUSTOMER_NAME,
    measures=lambda asked: {"count": Count(), "amount": Money(OrderFact.amount)},
    fills="time",
)
