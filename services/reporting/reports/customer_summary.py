"""The customers of a day by level, state and movement, the most first."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select

from services.reporting.customer_stays.queries import CustomerStay, as_they_stood, movement
from services.reporting.customers.queries import FACTS, entered_within
from services.reporting.statements.queries import Asked, Count, Statement
from shared.contracts.reporting.reports.customer_summary import REPORT


def of_the_day(rows: Select[Any], asked: Asked) -> Select[Any]:
    on: date = asked.get("as_of") or asked.today
    return as_they_stood(entered_within(rows, asked.part), on, on - timedelta(days=asked["days"]))


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=of_the_day,
    dimensions=lambda asked: {
        "level": CustomerStay.level,
        "state": CustomerStay.status,
        "movement": movement(),
    },
    measures=lambda asked: {"count": Count()},
    order=lambda asked: ("-count",),
)
