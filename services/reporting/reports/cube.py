"""Deals by any two dimensions: from cells where they have both, else from the facts."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Select, and_, func, or_

from services.reporting.customers.queries import INDUSTRY, with_customers
from services.reporting.deal_cells import queries as cells
from services.reporting.deal_cells.queries import told
from services.reporting.deals.queries import (
    FACTS,
    LOST,
    OPEN,
    OWNER_ID,
    OWNER_NAME,
    UNIT_ID,
    UNIT_NAME,
    WON,
    Deal,
    with_owner,
    with_product,
    with_unit,
)
from services.reporting.parts.queries import within
from services.reporting.products.queries import KnownProduct
from services.reporting.statements.queries import (
    Asked,
    Count,
    Dimensions,
    FromCells,
    Money,
    Statement,
    grain_of_code,
    text_of_code,
)
from shared.contracts.reporting.reports.cube import PERIODS, REPORT


def named(expression: Any) -> tuple[Any, Any]:
    """What is called as it is."""
    return expression, func.max(expression)


def periods_of(month: Any) -> Mapping[str, tuple[Any, Any]]:
    return {grain: named(text_of_code(grain_of_code(month, grain), grain)) for grain in PERIODS}


SUBJECTS: Mapping[str, tuple[Any, Any]] = {
    "seller": (OWNER_ID, OWNER_NAME),
    "unit": (UNIT_ID, UNIT_NAME),
    "product": (Deal.product_id, func.max(Deal.product_name)),
    "category": named(KnownProduct.category),
    "sector": named(INDUSTRY),
    **{name: named(getattr(Deal, name)) for name in ("status", "stage", "channel")},
    "reason": named(Deal.lost_reason),
    **periods_of(cells.DEAL_MONTH),
}
"""What a dimension tells deals apart by, and what that is called."""
OF_CELLS: Mapping[str, tuple[Any, Any]] = {
    "seller": (cells.CELL_OWNER, OWNER_NAME),
    "unit": (cells.CELL_UNIT, UNIT_NAME),
    "product": (told("product_id"), func.max(told("product_name"))),
    "status": named(told("status")),
    "stage": named(told("stage")),
    **periods_of(cells.CELL_MONTH),
}
KEYS: Mapping[str, frozenset[str]] = {
    "seller": cells.OWNER_KEYS,
    "unit": cells.UNIT_KEYS,
    "product": frozenset({"product_id", "product_name"}),
    "stage": frozenset({"stage"}),
}
"""What cells must have for a dimension; status and month they always have."""


BESIDE: Mapping[str, Callable[[Select[Any]], Select[Any]]] = {
    "seller": with_owner,
    "unit": with_unit,
    "category": with_product,
    "sector": with_customers,
}
BESIDE_CELLS = {"seller": cells.with_cell_owner, "unit": cells.with_cell_unit}
"""What is joined for a dimension alone."""


def placed_in_time(rows: Select[Any], asked: Asked) -> Select[Any]:
    expected = and_(Deal.status == OPEN, within(Deal.expected_close_date, asked.part))
    closed = and_(Deal.status.in_((WON, LOST)), within(Deal.closed_on, asked.part))
    rows = rows.where(or_(expected, closed))
    for name in (asked["rows"], asked["columns"]):
        rows = BESIDE[name](rows) if name in BESIDE else rows
    return rows


def cells_in_time(rows: Select[Any], asked: Asked) -> Select[Any]:
    rows = cells.closed_in_months(rows, asked.part, OPEN, WON, LOST)
    for name in (asked["rows"], asked["columns"]):
        rows = BESIDE_CELLS[name](rows) if name in BESIDE_CELLS else rows
    return rows


def dimensions(asked: Asked, subjects: Mapping[str, tuple[Any, Any]], currency: Any) -> Dimensions:
    return {"row": subjects[asked["rows"]][0], "column": subjects[asked["columns"]][0], "currency": currency}


def labels(asked: Asked, subjects: Mapping[str, tuple[Any, Any]]) -> Dimensions:
    return {"row_name": subjects[asked["rows"]][1], "column_name": subjects[asked["columns"]][1]}


def from_cells(asked: Asked) -> FromCells | None:
    two = {asked["rows"], asked["columns"]}
    if not two <= OF_CELLS.keys():
        return None
    return FromCells(
        keys=frozenset().union(*(KEYS.get(name, frozenset()) for name in two)),
        rows=cells_in_time,
        dimensions=lambda asked: dimensions(asked, OF_CELLS, told("currency")),
        labels=lambda asked: labels(asked, OF_CELLS),
        measures=lambda asked: {"count": cells.COUNT, "amount": cells.AMOUNT, "weighted_amount": cells.WEIGHTED},
    )


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=placed_in_time,
    dimensions=lambda asked: dimensions(asked, SUBJECTS, Deal.currency),
    labels=lambda asked: labels(asked, SUBJECTS),
    measures=lambda asked: {
        "count": Count(),
        "amount": Money(Deal.amount),
        "weighted_amount": Money(Deal.weighted_amount),
    },
    order=lambda asked: ("currency", f"-{asked['measure']}"),
    cells=from_cells,
)
