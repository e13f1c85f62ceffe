"""The same by the team and the unit in which sellers stood when they sold, or when their quotas were set."""

from sqlalchemy import func

from services.reporting.attainments.queries import MIXED, measures
from services.reporting.statements.queries import Statement
from shared.contracts.reporting.reports.team_sales import REPORT

STATEMENT = Statement(
    report=REPORT,
    facts=MIXED,
    rows=lambda rows, asked: rows,
    dimensions=lambda asked: {name: MIXED.told(name) for name in ("unit_id", "team_id", "time", "currency")},
    labels={name: func.max(MIXED.told(name)) for name in ("unit", "team")},
    measures=measures,
    order=lambda asked: ("time", "currency", "-amount"),
)
