"""What each seller won and lost in the period, whoever won most first; cycle days are those of won deals."""

from typing import Any

from sqlalchemy import Select, case

from services.reporting.deal_cells.queries import (
    CELL_OWNER,
    COUNT,
    OWNER_KEYS,
    amount_as,
    closed_in_months,
    counted_as,
    told,
    with_cell_owner,
)
from services.reporting.deals.queries import (
    CYCLE_DAYS,
    FACTS,
    LOST,
    OWNER_ID,
    OWNER_NAME,
    WON,
    Deal,
    closed_within,
    with_owner,
)
from services.reporting.statements.queries import Asked, Count, FromCells, Money, Ratio, Statement, Sum
from shared.contracts.reporting.reports.seller_comparison import REPORT

WON_ONES, LOST_ONES = (case((Deal.status == status, 1), else_=0) for status in (WON, LOST))
WON_DAYS = case((Deal.status == WON, CYCLE_DAYS))


def of_sellers(rows: Select[Any], asked: Asked) -> Select[Any]:
    rows = with_owner(closed_within(rows, asked.part, WON, LOST))
    sellers = asked.get("sellers")
    return rows if sellers is None else rows.where(OWNER_ID.in_(sellers))


def cells_of_sellers(cells: Select[Any], asked: Asked) -> Select[Any]:
    cells = with_cell_owner(closed_in_months(cells, asked.part, WON, LOST))
    sellers = asked.get("sellers")
    return cells if sellers is None else cells.where(CELL_OWNER.in_(sellers))


CELLS = FromCells(
    keys=OWNER_KEYS,
    rows=cells_of_sellers,
    dimensions=lambda asked: {"seller_id": CELL_OWNER, "currency": told("currency")},
    labels={"seller": OWNER_NAME},
    measures=lambda asked: {
        "won": counted_as(WON),
        "won_amount": amount_as(WON),
        "lost": counted_as(LOST),
        "lost_amount": amount_as(LOST),
        "win_rate": Ratio(counted_as(WON), COUNT),
        "cycle_days": Ratio(Sum(told("won_days")), Sum(told("days_known")), days=True),
    },
)
STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=of_sellers,
    dimensions=lambda asked: {"seller_id": OWNER_ID, "currency": Deal.currency},
    labels={"seller": OWNER_NAME},
    measures=lambda asked: {
        "won": Sum(WON_ONES),
        "won_amount": Money(case((Deal.status == WON, Deal.amount))),
        "lost": Sum(LOST_ONES),
        "lost_amount": Money(case((Deal.status == LOST, Deal.amount))),
        "win_rate": Ratio(Sum(WON_ONES), Count()),
        "cycle_days": Ratio(Sum(WON_DAYS), Count(WON_DAYS), days=True),
    },
    order=lambda asked: ("currency", "-won_amount"),
    cells=lambda asked: CELLS,
)
