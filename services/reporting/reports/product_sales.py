"""The lines of confirmed orders by product and period; prices are net."""

from sqlalchemy import func

from services.reporting.order_cells import queries as cells
from services.reporting.order_cells.queries import told
from services.reporting.orders.queries import FACTS, OrderFact, OrderLineFact, ordered_within, with_lines
from services.reporting.statements.queries import FromCells, Money, Price, Statement, Sum, grain_of, grain_of_code
from shared.contracts.reporting.reports.product_sales import REPORT

CELLS = FromCells(
    of="lines",
    keys=cells.PRODUCT_KEYS,
    rows=lambda rows, asked: cells.sold_in_months(rows, asked.part),
    dimensions=lambda asked: {
        "product_id": told("product_id"),
        "time": grain_of_code(told("month"), asked["grain"]),
        "currency": told("currency"),
    },
    labels={"product": func.max(told("name"))},
    measures=lambda asked: {
        "quantity": cells.QUANTITY,
        "amount": cells.AMOUNT,
        "average_price": Price(cells.AMOUNT, cells.QUANTITY),
    },
)
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
    cells=lambda asked: CELLS,
)
