"""Customers with a touch or an order inside the window, the latest touch first."""

from services.reporting.customers.queries import FACTS, HEARD_LABELS, CustomerFact, heard_from, window, with_owner
from services.reporting.statements.queries import Count, Statement
from shared.contracts.reporting.reports.active_customers import REPORT

STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: with_owner(rows.where(heard_from(*window(asked.part, asked.today, asked["days"])))),
    dimensions=lambda asked: {"customer_id": CustomerFact.id},
    labels=HEARD_LABELS,
    measures=lambda asked: {"count": Count()},
    order=lambda asked: ("customer",),
)
