"""Each open deal; the totals are those of all of them, not only of the first."""

from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal

from services.reporting.deal_cells.queries import AMOUNT, COUNT, EPOCH, WEIGHTED, closed_in_months, told
from services.reporting.deals.queries import (
    DEAL_LABELS,
    FACTS,
    OPEN,
    OWNER_NAME,
    Deal,
    among_largest,
    among_oldest,
    with_owner,
)
from services.reporting.parts.queries import within
from services.reporting.statements.queries import Asked, Count, FromCells, Money, Ratio, Statement, Sum
from shared.contracts.reporting.reports.opportunity_ranking import REPORT
from shared.persistence.days import days_between
from shared.persistence.types import UtcTime

ORDER = {"amount": "-amount", "weighted_amount": "-weighted_amount", "age": "opened_at"}


def age(asked: Asked) -> ColumnElement[int]:
    return days_between(Deal.created_at, literal(datetime.combine(asked.today, time(), UTC), UtcTime))


def first(rows: Select[Any], asked: Asked) -> Select[Any]:
    most = int(asked["n"])
    if asked["by"] == "age":
        return among_oldest(rows, most)
    return among_largest(rows, Deal.amount if asked["by"] == "amount" else Deal.weighted_amount, most)


def measures_of_cells(asked: Asked) -> dict[str, Any]:
    days = told("counted") * (asked.today - EPOCH.date()).days - told("created_days")
    return {
        "count": COUNT,
        "amount": AMOUNT,
        "weighted_amount": WEIGHTED,
        "age_days": Ratio(Sum(days), COUNT, days=True),
    }


CELLS = FromCells(
    keys=frozenset(),
    rows=lambda cells, asked: closed_in_months(cells, asked.part, OPEN),
    dimensions=lambda asked: {"currency": told("currency")},
    measures=measures_of_cells,
    totals_only=True,
)


def measures(asked: Asked) -> dict[str, Any]:
    return {
        "count": Count(),
        "amount": Money(Deal.amount),
        "weighted_amount": Money(Deal.weighted_amount),
        "age_days": Ratio(Sum(age(asked)), Count(), days=True),
    }


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: with_owner(rows.where(Deal.status == OPEN, within(Deal.expected_close_date, asked.part))),
    dimensions=lambda asked: {"deal_id": Deal.id, "currency": Deal.currency},
    labels={
        **DEAL_LABELS,
        "seller": OWNER_NAME,
        "stage": func.max(Deal.stage),
        "opened_at": func.min(Deal.created_at),
    },
    measures=measures,
    order=lambda asked: (ORDER[asked["by"]],),
    most=lambda asked: int(asked["n"]),
    first=first,
    cells=lambda asked: CELLS,
)
