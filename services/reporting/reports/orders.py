"""All orders by state, period and unit; drafts count on the day on which they were entered."""

from typing import Any

from sqlalchemy import Select

from services.reporting.order_cells import queries as cells
from services.reporting.order_cells.queries import told
from services.reporting.orders.queries import FACTS, UNIT_ID, UNIT_NAME, OrderFact, with_unit
from services.reporting.parts.queries import within
from services.reporting.statements.queries import Asked, Count, FromCells, Money, Statement, grain_of, grain_of_code
from shared.contracts.reporting.reports.orders import REPORT


def ordered(rows: Select[Any], asked: Asked) -> Select[Any]:
    return with_unit(rows.where(within(OrderFact.ordered_on, asked.part)))


CELLS = FromCells(
    of="orders",
    keys=cells.UNIT_KEYS,
    rows=lambda rows, asked: cells.with_cell_unit(cells.in_months(rows, asked.part)),
    dimensions=lambda asked: {
        "status": told("status"),
        "time": grain_of_code(told("month"), asked["grain"]),
        "unit_id": cells.CELL_UNIT,
        "currency": told("currency"),
    },
    labels={"unit": UNIT_NAME},
    measures=lambda asked: {
        "count": cells.COUNT,
        "amount": cells.AMOUNT,
        "invoiced": cells.INVOICED,
        "paid": cells.PAID,
    },
)
STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=ordered,
    dimensions=lambda asked: {
        "status": OrderFact.status,
        "time": grain_of(OrderFact.ordered_on, asked["grain"]),
        "unit_id": UNIT_ID,
        "currency": OrderFact.currency,
    },
    labels={"unit": UNIT_NAME},
    measures=lambda asked: {
        "count": Count(),
        "amount": Money(OrderFact.amount),
        "invoiced": Money(OrderFact.invoiced),
        "paid": Money(OrderFact.paid),
    },
    cells=lambda asked: CELLS,
)
