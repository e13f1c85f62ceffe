"""What was done about the deals in sight that somebody else wants too, by who that is, period and deal. A competitor is
told with the deal, and so is how much was done about it.
"""

from sqlalchemy import func

from services.reporting.competitors.queries import ActivityFact, DealCompetitor, with_what_was_done
from services.reporting.deals.queries import FACTS, Deal
from services.reporting.statements.queries import Count, Statement, grain_of
from shared.contracts.reporting.reports.competitor_activities import REPORT

STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: with_what_was_done(rows, asked.part),
    dimensions=lambda asked: {
        "competitor": DealCompetitor.name,
        "time": grain_of(ActivityFact.happened_on, asked["grain"]),
        "deal_id": Deal.id,
    },
    labels={"name": func.max(Deal.name), "status": func.max(Deal.status)},
    measures=lambda asked: {"activities": Count()},
    order=lambda asked: ("competitor", "time", "-activities"),
)
