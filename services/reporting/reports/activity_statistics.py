"""What was done in the period, by kind, period and who did it."""

from services.reporting.activities.queries import AUTHOR_NAME, FACTS, ActivityFact, done_within, with_author
from services.reporting.statements.queries import Count, Statement, grain_of
from shared.contracts.reporting.reports.activity_statistics import REPORT

STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: with_author(done_within(rows, asked.part)),
    dimensions=lambda asked: {
        "type": ActivityFact.type,
        "time": grain_of(ActivityFact.happened_on, asked["grain"]),
        "seller_id": ActivityFact.created_by,
    },
    labels={"seller": AUTHOR_NAME},
    measures=lambda asked: {"count": Count()},
)
