"""The deals that somebody else wanted too, by who that was, the most met first. Lost is what went to that one."""

from collections.abc import Mapping

from sqlalchemy import and_, case

from services.reporting.competitors.queries import DealCompetitor, met_within
from services.reporting.deals.queries import FACTS, LOST, WON, Deal
from services.reporting.statements.queries import Asked, Count, Measure, Money, Statement, Sum
from shared.contracts.reporting.reports.competition import REPORT

WON_ONES = Deal.status == WON
LOST_ONES = and_(Deal.status == LOST, Deal.winner_competitor == DealCompetitor.name)


def measures(asked: Asked) -> Mapping[str, Measure]:
    return {
        "met": Count(),
        "won_against": Sum(case((WON_ONES, 1), else_=0)),
        "lost_to": Sum(case((LOST_ONES, 1), else_=0)),
        "amount": Money(Deal.amount),
        "won_amount": Money(case((WON_ONES, Deal.amount))),
        "lost_amount": Money(case((LOST_ONES, Deal.amount))),
    }


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: met_within(rows, asked.part),
    dimensions=lambda asked: {"competitor": DealCompetitor.name, "currency": Deal.currency},
    measures=measures,
    order=lambda asked: ("-met",),
)
