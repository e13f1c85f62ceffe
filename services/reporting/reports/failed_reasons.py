"""Why deals were lost in the period, those that cost most first."""

from services.reporting.deals.queries import FACTS, LOST, Deal, closed_within
from services.reporting.statements.queries import Count, Money, Statement
from shared.contracts.reporting.reports.failed_reasons import REPORT

STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: closed_within(rows, asked.part, LOST),
    dimensions=lambda asked: {
        "reason": Deal.lost_reason,
        "competitor": Deal.winner_competitor,
        "currency": Deal.currency,
    },
    measures=lambda asked: {"count": Count(), "amount": Money(Deal.amount)},
    order=lambda asked: ("currency", "-amount"),
)
