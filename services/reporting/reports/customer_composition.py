"""The customers of today, by what is asked; shares sum to one."""

from decimal import Decimal

from services.reporting.customers.queries import FACTS, CustomerFact, entered_within
from services.reporting.statements.queries import Asked, Count, Row, Statement
from shared.apportioning import apportion
from shared.contracts.reporting.reports.customer_composition import REPORT

SMALLEST = Decimal("0.0001")
COLUMNS = {
    "region": CustomerFact.region,
    "industry": CustomerFact.industry,
    "level": CustomerFact.level,
    "type": CustomerFact.type,
    "status": CustomerFact.status,
}


def shared_out(rows: list[Row], asked: Asked, totals: list[Row]) -> list[Row]:
    shares = apportion(Decimal(1), [Decimal(row["count"]) for row in rows], SMALLEST) if rows else []
    return [row | {"share": str(share)} for row, share in zip(rows, shares, strict=True)]


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: entered_within(rows, asked.part),
    dimensions=lambda asked: {"value": COLUMNS[asked["by"]]},
    measures=lambda asked: {"count": Count()},
    order=lambda asked: ("-count",),
    finish=shared_out,
)
