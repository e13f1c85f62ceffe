"""What each seller sold by period: the lines of orders with their margins, held against quotas."""

from sqlalchemy import func

from services.reporting.attainments.queries import MIXED, measures
from services.reporting.statements.queries import Statement
from shared.contracts.reporting.reports.seller_sales import REPORT

STATEMENT = Statement(
    report=REPORT,
    facts=MIXED,
    rows=lambda rows, asked: rows,
    dimensions=lambda asked: {name: MIXED.told(name) for name in ("seller_id", "time", "currency")},
    labels={"seller": func.max(MIXED.told("seller"))},
    measures=measures,
    order=lambda asked: ("time", "currency", "-amount"),
)
