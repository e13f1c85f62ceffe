"""Each deal lost in the period, and each that was expected in it and is still open after its day."""

from typing import Any

from sqlalchemy import Select, and_, case, func, or_

from services.reporting.deals.queries import DEAL_LABELS, FACTS, LOST, OPEN, OWNER_NAME, Deal, with_owner
from services.reporting.parts.queries import within
from services.reporting.statements.queries import Asked, Count, Money, Statement
from shared.contracts.reporting.reports.missed_deals import REPORT

MISSED_ON = func.coalesce(Deal.closed_on, Deal.expected_close_date)


def missed(rows: Select[Any], asked: Asked) -> Select[Any]:
    lost = and_(Deal.status == LOST, within(Deal.closed_on, asked.part))
    over = and_(Deal.expected_close_date < asked.today, within(Deal.expected_close_date, asked.part))
    return with_owner(rows.where(or_(lost, and_(Deal.status == OPEN, over))))


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=missed,
    dimensions=lambda asked: {
        "outcome": case((Deal.status == LOST, "lost"), else_="lapsed"),
        "deal_id": Deal.id,
        "currency": Deal.currency,
    },
    labels={
        **DEAL_LABELS,
        "seller": OWNER_NAME,
        "missed_on": func.max(MISSED_ON),
        "reason": func.max(Deal.lost_reason),
        "competitor": func.max(Deal.winner_competitor),
    },
    measures=lambda asked: {"count": Count(), "amount": Money(Deal.amount)},
    order=lambda asked: ("-missed_on",),
)
