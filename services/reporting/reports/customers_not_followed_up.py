"""Customers past the limit of their level, the longest overdue first. Only touches count, as for the reminders."""

from sqlalchemy import func

from services.reporting.customers.queries import (
    FACTS,
    NAME,
    OWNER_NAME,
    CustomerFact,
    KnownLevel,
    days_overdue,
    last_touched,
    overdue,
    with_owner,
)
from services.reporting.statements.queries import Count, Statement, Sum
from shared.contracts.reporting.reports.customers_not_followed_up import REPORT

STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: with_owner(overdue(rows, asked.today)),
    dimensions=lambda asked: {"customer_id": CustomerFact.id},
    labels={
        **NAME,
        "seller": OWNER_NAME,
        "level": func.max(CustomerFact.level),
        "follow_up_days": func.max(KnownLevel.follow_up_days),
        "last_touch_on": func.max(last_touched()),
    },
    measures=lambda asked: {"count": Count(), "days_overdue": Sum(days_overdue(asked.today))},
    order=lambda asked: ("-days_overdue",),
)
