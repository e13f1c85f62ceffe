"""Each deal won in the period, the latest first."""

from sqlalchemy import func

from services.reporting.deals.queries import (
    CYCLE_DAYS,
    DEAL_LABELS,
    FACTS,
    OWNER_NAME,
    WON,
    Deal,
    closed_within,
    with_owner,
)
from services.reporting.statements.queries import Count, Money, Ratio, Statement, Sum
from shared.contracts.reporting.reports.won_deals import REPORT

STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: with_owner(closed_within(rows, asked.part, WON)),
    dimensions=lambda asked: {"deal_id": Deal.id, "currency": Deal.currency},
    labels={**DEAL_LABELS, "seller": OWNER_NAME, "closed_on": func.max(Deal.closed_on)},
    measures=lambda asked: {
        "count": Count(),
        "amount": Money(Deal.amount),
        "cycle_days": Ratio(Sum(CYCLE_DAYS), Count(CYCLE_DAYS), days=True),
    },
    order=lambda asked: ("-closed_on",),
)
