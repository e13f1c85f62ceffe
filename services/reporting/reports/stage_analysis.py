"""The stays of deals in the open stages, in the order of these; a stay counts where a day of it lies in the period."""

from collections.abc import Mapping

from sqlalchemy import case

from services.reporting.statements.queries import Asked, Count, Measure, Money, Ratio, Statement, Sum
from services.reporting.stays.queries import (
    AMOUNT,
    CURRENCY,
    FACTS,
    STAGE_NAME,
    STAGE_PLACE,
    DealStay,
    days_stayed,
    stayed_within,
    with_stage,
)
from shared.contracts.reporting.reports.stage_analysis import REPORT


def measures(asked: Asked) -> Mapping[str, Measure]:
    return {
        "stays": Count(),
        "going_on": Sum(case((DealStay.left_on.is_(None), 1), else_=0)),
        "moved_on": Sum(case((DealStay.left_risen.is_(True), 1), else_=0)),
        "amount": Money(AMOUNT),
        "average_days": Ratio(Sum(days_stayed(asked.today)), Count(), days=True),
    }


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: with_stage(stayed_within(rows, asked.part)),
    dimensions=lambda asked: {"stage": DealStay.stage, "currency": CURRENCY},
    labels={"stage_name": STAGE_NAME, "position": STAGE_PLACE},
    measures=measures,
    order=lambda asked: ("position",),
)
