"""What was won and lost in the period by seller, unit, product or sector; cycle days are those of won deals."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Select, case, func

from services.reporting.customers.queries import INDUSTRY, with_customers
from services.reporting.deals.queries import (
    CYCLE_DAYS,
    FACTS,
    LOST,
    OWNER_ID,
    OWNER_NAME,
    UNIT_ID,
    UNIT_NAME,
    WON,
    Deal,
    closed_within,
    with_owner,
    with_product,
    with_unit,
)
from services.reporting.parts.queries import as_they_are
from services.reporting.products.queries import KnownProduct
from services.reporting.statements.queries import (
    NO_NUMBER,
    NO_TEXT,
    Asked,
    Count,
    Median,
    Money,
    Ratio,
    Statement,
    Sum,
    grain_of,
)
from shared.contracts.reporting.reports.win_rates import REPORT

WON_ONES, LOST_ONES = (case((Deal.status == status, 1), else_=0) for status in (WON, LOST))
WON_DAYS = case((Deal.status == WON, CYCLE_DAYS))
WON_AMOUNT, LOST_AMOUNT = (case((Deal.status == status, Deal.amount)) for status in (WON, LOST))
SUBJECTS: Mapping[str, tuple[Any, Any]] = {
    "all": (NO_TEXT, NO_TEXT),
    "seller": (OWNER_ID, OWNER_NAME),
    "unit": (UNIT_ID, UNIT_NAME),
    "product": (Deal.product_id, func.max(Deal.product_name)),
    "category": (KnownProduct.category, func.max(KnownProduct.category)),
    "sector": (INDUSTRY, func.max(INDUSTRY)),
}
"""What rows may be about, and what it is called."""


BESIDE: Mapping[str, Callable[[Select[Any]], Select[Any]]] = {
    "seller": with_owner,
    "unit": with_unit,
    "category": with_product,
    "sector": with_customers,
}
"""What is joined for a subject alone: each join of all deals costs as much as summing them."""


def closed(rows: Select[Any], asked: Asked) -> Select[Any]:
    return BESIDE.get(asked["by"], as_they_are)(closed_within(rows, asked.part, WON, LOST))


def dimensions(asked: Asked) -> dict[str, Any]:
    time = NO_NUMBER if asked["grain"] == "all" else grain_of(Deal.closed_on, asked["grain"])
    return {"subject_id": SUBJECTS[asked["by"]][0], "time": time, "currency": Deal.currency}


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=closed,
    dimensions=dimensions,
    labels=lambda asked: {"subject": SUBJECTS[asked["by"]][1]},
    measures=lambda asked: {
        "won": Sum(WON_ONES),
        "won_amount": Money(WON_AMOUNT),
        "lost": Sum(LOST_ONES),
        "lost_amount": Money(LOST_AMOUNT),
        "win_rate": Ratio(Sum(WON_ONES), Count()),
        "win_rate_by_amount": Ratio(Money(WON_AMOUNT), Money(Deal.amount)),
        "cycle_days": Ratio(Sum(WON_DAYS), Count(WON_DAYS), days=True),
        "median_cycle_days": Median(WON_DAYS),
    },
    order=lambda asked: ("time", "currency", "-won_amount"),
)
