"""The lines of confirmed orders by the territory in which the customer is placed today, and by product."""

from sqlalchemy import func

from services.reporting.orders.queries import FACTS, OrderFact, OrderLineFact, ordered_within
from services.reporting.statements.queries import Money, Statement, Sum
from services.reporting.territories.queries import TERRITORY_ID, TERRITORY_NAME, with_territories
from shared.contracts.reporting.reports.sales_by_territory import REPORT

STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: with_territories(ordered_within(rows, asked.part)),
    dimensions=lambda asked: {
        "territory_id": TERRITORY_ID,
        "product_id": OrderLineFact.product_id,
        "currency": OrderFact.currency,
    },
    labels={"territory": TERRITORY_NAME, "product": func.max(OrderLineFact.name)},
    measures=lambda asked: {"quantity": Sum(OrderLineFact.quantity), "amount": Money(OrderLineFact.amount)},
    order=lambda asked: ("territory", "-amount"),
)
