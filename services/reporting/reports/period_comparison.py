"""What was won in each of the periods; one in which nothing was won has zeros."""

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select

from services.reporting.deal_cells.queries import AMOUNT, COUNT, closed_in_months, told
from services.reporting.deals.queries import FACTS, WON, Deal, closed_within
from services.reporting.statements.queries import (
    Asked,
    Count,
    FromCells,
    Money,
    Row,
    Statement,
    compared_periods,
    rate,
    which_of,
    which_of_code,
)
from shared.contracts.reporting.reports.period_comparison import REPORT


def in_one(rows: Select[Any], asked: Asked) -> Select[Any]:
    return closed_within(rows, asked.part, WON).where(which_of(Deal.closed_on, compared_periods(asked)).is_not(None))


def dimensions(asked: Asked) -> dict[str, Any]:
    return {"compared": which_of(Deal.closed_on, compared_periods(asked)), "currency": Deal.currency}


def compared(rows: list[Row], asked: Asked, totals: list[Row]) -> list[Row]:
    """In the order in which the periods were named, each with its change against the one before."""
    found = {(row["currency"], row["compared"]): row for row in rows}
    made: list[Row] = []
    for currency in sorted({row["currency"] for row in rows}):
        before: Decimal | None = None
        for period in compared_periods(asked):
            empty = {"compared": period, "currency": currency, "count": 0, "amount": Decimal(0)}
            row = found.get((currency, period), empty)
            change = None if before is None else row["amount"] - before
            made.append(row | {"change": change, "change_rate": rate(change, before)})
            before = row["amount"]
    return made


def which(asked: Asked) -> ColumnElement[Any]:
    return which_of_code(told("month"), compared_periods(asked))


CELLS = FromCells(
    keys=frozenset(),
    rows=lambda cells, asked: closed_in_months(cells, asked.part, WON).where(which(asked).is_not(None)),
    dimensions=lambda asked: {"compared": which(asked), "currency": told("currency")},
    measures=lambda asked: {"count": COUNT, "amount": AMOUNT},
)
STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=in_one,
    dimensions=dimensions,
    measures=lambda asked: {"count": Count(), "amount": Money(Deal.amount)},
    finish=compared,
    cells=lambda asked: CELLS,
)
