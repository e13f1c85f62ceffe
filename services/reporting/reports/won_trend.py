"""What is won from period to period; those in which nothing was won are there with zeros."""

from services.reporting.deal_cells.queries import AMOUNT, CELL_MONTH, COUNT, closed_in_months, told
from services.reporting.deals.queries import FACTS, WON, Deal, closed_within
from services.reporting.statements.queries import Count, FromCells, Money, Statement, grain_of, grain_of_code
from shared.contracts.reporting.reports.won_trend import REPORT

CELLS = FromCells(
    keys=frozenset(),
    rows=lambda cells, asked: closed_in_months(cells, asked.part, WON),
    dimensions=lambda asked: {"time": grain_of_code(CELL_MONTH, asked["grain"]), "currency": told("currency")},
    measures=lambda asked: {"count": COUNT, "amount": AMOUNT},
)
STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: closed_within(rows, asked.part, WON),
    dimensions=lambda asked: {"time": grain_of(Deal.closed_on, asked["grain"]), "currency": Deal.currency},
    measures=lambda asked: {"count": Count(), "amount": Money(Deal.amount)},
    fills="time",
    cells=lambda asked: CELLS,
)
