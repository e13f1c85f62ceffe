"""Each key activity that was done in the period, the latest first."""

from typing import Any

from sqlalchemy import Select, func

from services.reporting.activities.queries import AUTHOR_NAME, FACTS, ActivityFact, done_within, with_author
from services.reporting.statements.queries import Asked, Count, Statement
from shared.contracts.reporting.reports.key_activities import REPORT


def key_ones(rows: Select[Any], asked: Asked) -> Select[Any]:
    return with_author(done_within(rows, asked.part).where(ActivityFact.is_key))


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=key_ones,
    dimensions=lambda asked: {
        "activity_id": ActivityFact.id,
        "deal_id": ActivityFact.opportunity_id,
        "type": ActivityFact.type,
        "result": ActivityFact.result,
    },
    labels={
        "happened_on": func.max(ActivityFact.happened_on),
        "subject": func.max(ActivityFact.subject),
        "seller": AUTHOR_NAME,
    },
    measures=lambda asked: {"count": Count()},
    order=lambda asked: ("-happened_on",),
)
