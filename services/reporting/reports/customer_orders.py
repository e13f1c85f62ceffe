"""The lines of the confirmed orders of a customer by period and product."""

from sqlalchemy import func

from services.reporting.orders.queries import FACTS, OrderFact, OrderLineFact, of_customer, ordered_within, with_lines
from services.reporting.statements.queries import Count, Money, Statement, Sum, grain_of
from shared.contracts.reporting.reports.customer_orders import REPORT

STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: with_lines(of_customer(ordered_within(rows, asked.part), asked.get("customer"))),
    dimensions=lambda asked: {
        "time": grain_of(OrderFact.ordered_on, asked["grain"]),
        "product_id": OrderLineFact.product_id,
        "currency": OrderFact.currency,
    },
    labels={"product": func.max(OrderLineFact.name)},
    measures=lambda asked: {
        "lines": Count(),
        "quantity": Sum(OrderLineFact.quantity),
        "amount": Money(OrderLineFact.amount),
    },
)
