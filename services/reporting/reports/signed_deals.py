"""Deals won by the period and the size, with the median of the days from opening to winning."""

from decimal import Decimal

from sqlalchemy import case

from services.reporting.deals.queries import CYCLE_DAYS, FACTS, WON, Deal, closed_within
from services.reporting.statements.queries import Count, Median, Money, Statement, grain_of
from shared.contracts.reporting.reports.signed_deals import BANDS, REPORT, name_of_band

SIZE = case(
    (Deal.amount.is_(None), name_of_band(0)),
    *((Deal.amount < Decimal(least), name_of_band(place)) for place, least in enumerate(BANDS)),
    else_=name_of_band(len(BANDS)),
)

STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: closed_within(rows, asked.part, WON),
    dimensions=lambda asked: {
        "time": grain_of(Deal.closed_on, asked["grain"]),
        "size": SIZE,
        "currency": Deal.currency,
    },
    measures=lambda asked: {
        "count": Count(),
        "amount": Money(Deal.amount),
        "median_cycle_days": Median(CYCLE_DAYS),
    },
)
