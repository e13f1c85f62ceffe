"""The lines of confirmed orders by product and period; prices are net."""

from sqlalchemy import func

from services.reporting.orders.queries import FACTS, OrderFact, OrderLineFact, ordered_within, with_lines
from services.reporting.statements.queries import Money, Price, Statement, Sum, grain_of
from shared.contracts.reporting.reports.product_sales import REPORT

STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: with_lines(ordered_within(rows, asked.part)),
    dimensions=lambda asked: {
        "product_id": OrderLineFact.product_id,
        "time": grain_of(OrderFact.ordered_on, asked["grain"]),
        "currency": OrderFact.currency,
    },
    labels={"product": func.max(OrderLineFact.name)},
    measures=lambda asked: {
        "quantity": Sum(OrderLineFact.quantity),
        "amount": Money(OrderLineFact.amount),
        "average_price": Price(Money(OrderLineFact.amount), Sum(OrderLineFact.quantity)),
    },
    order=lambda asked: ("time", "currency", "-amount"),
)
