"""What came of what was done in the period. Only what was about a deal can lead to a rise: the rate is of those."""

from collections.abc import Mapping

from sqlalchemy import case

from services.reporting.activities.queries import FACTS, ActivityFact, done_within, led_to_rise
from services.reporting.statements.queries import Asked, Count, Measure, Ratio, Statement, Sum
from shared.contracts.reporting.reports.activities import REPORT


def counted(asked: Asked) -> Mapping[str, Measure]:
    about_deals, led = Count(ActivityFact.opportunity_id), Sum(case((led_to_rise(asked["days"]), 1), else_=0))
    return {"count": Count(), "about_deals": about_deals, "led_to_rise": led, "rise_rate": Ratio(led, about_deals)}


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: done_within(rows, asked.part),
    dimensions=lambda asked: {"type": ActivityFact.type, "result": ActivityFact.result},
    measures=counted,
    order=lambda asked: ("type", "-count"),
)
