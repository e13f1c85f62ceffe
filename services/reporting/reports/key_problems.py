"""The problems that occurred in the period on deals in sight, by type and by the stage where they occurred, the most
frequent first. A problem is told with the deal; one that was withdrawn is not counted.
"""

from collections.abc import Mapping

from services.reporting.deals.queries import FACTS, Deal
from services.reporting.problems.queries import (
    IS_OPEN,
    IS_RESOLVED,
    STAGE_NAME,
    STAGE_PLACE,
    DealProblem,
    occurred_within,
)
from services.reporting.statements.queries import Asked, Count, Measure, Statement, Sum
from shared.contracts.reporting.reports.key_problems import REPORT


def measures(asked: Asked) -> Mapping[str, Measure]:
    return {
        "reported": Count(),
        "open": Sum(IS_OPEN),
        "resolved": Sum(IS_RESOLVED),
        "deals": Count(Deal.id, different=True),
    }


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: occurred_within(rows, asked.part),
    dimensions=lambda asked: {"type": DealProblem.type, "stage": DealProblem.stage},
    labels={"stage_name": STAGE_NAME, "position": STAGE_PLACE},
    measures=measures,
    order=lambda asked: ("-reported", "position"),
)
