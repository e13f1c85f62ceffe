"""What each person did, closed, sold and spent in the period, each kind of record in its own rows."""

from typing import Any

from sqlalchemy import Select, func

from services.reporting.activities import queries as activities
from services.reporting.deals import queries as deals
from services.reporting.expenses import queries as expenses
from services.reporting.orders import queries as orders
from services.reporting.statements.queries import ID, MONEY, TEXT, Asked, Branch, Count, Mixed, Money, Statement
from shared.contracts.reporting.reports.work_report import REPORT


def closed(rows: Select[Any], asked: Asked) -> Select[Any]:
    return deals.with_owner(deals.closed_within(rows, asked.part, deals.WON, deals.LOST))


def of_activities(asked: Asked) -> dict[str, Any]:
    activity = activities.ActivityFact
    return {"seller_id": activity.created_by, "seller": activities.AUTHOR, "what": activity.type}


def of_deals(asked: Asked) -> dict[str, Any]:
    deal = deals.Deal
    told = {"what": deal.status, "currency": deal.currency, "amount": deal.amount}
    return {"seller_id": deals.OWNER_ID, "seller": deals.OWNER, **told}


def of_orders(asked: Asked) -> dict[str, Any]:
    order = orders.OrderFact
    told = {"what": order.status, "currency": order.currency, "amount": order.amount}
    return {"seller_id": orders.OWNER_ID, "seller": orders.OWNER, **told}


def of_expenses(asked: Asked) -> dict[str, Any]:
    expense = expenses.ExpenseFact
    told = {"what": expense.category, "currency": expense.currency, "amount": expense.amount}
    return {"seller_id": expense.created_by, "seller": expenses.SPENDER, **told}


BRANCHES = (
    Branch(
        kind="activity",
        facts=activities.FACTS,
        rows=lambda rows, asked: activities.with_author(activities.done_within(rows, asked.part)),
        columns=of_activities,
        name=activities.ActivityFact.subject,
    ),
    Branch(kind="deal", facts=deals.FACTS, rows=closed, columns=of_deals, name=deals.Deal.name),
    Branch(
        kind="order",
        facts=orders.FACTS,
        rows=lambda rows, asked: orders.with_owner(orders.ordered_within(rows, asked.part)),
        columns=of_orders,
        name=orders.OrderFact.number,
    ),
    Branch(
        kind="expense",
        facts=expenses.FACTS,
        rows=lambda rows, asked: expenses.with_spender(expenses.spent_within(rows, asked.part)),
        columns=of_expenses,
        name=expenses.ExpenseFact.number,
    ),
)
MIXED = Mixed({"seller_id": ID, "seller": TEXT, "what": TEXT, "currency": TEXT, "amount": MONEY}, BRANCHES)

STATEMENT = Statement(
    report=REPORT,
    facts=MIXED,
    rows=lambda rows, asked: rows,
    dimensions=lambda asked: {name: MIXED.told(name) for name in ("seller_id", "kind", "what", "currency")},
    labels={"seller": func.max(MIXED.told("seller"))},
    measures=lambda asked: {"count": Count(), "amount": Money(MIXED.told("amount"))},
    order=lambda asked: ("seller", "kind", "what"),
)
