"""What each seller spent in a currency, over the orders and deals in it, and over all visits, which have none."""

from collections import defaultdict
from typing import Any

from sqlalchemy import func, literal

from services.reporting.deals import queries as deals
from services.reporting.expenses import queries as expenses
from services.reporting.orders import queries as orders
from services.reporting.statements.queries import (
    ID,
    MONEY,
    NUMBER,
    TEXT,
    Asked,
    Branch,
    Mixed,
    Money,
    Price,
    Row,
    Statement,
    Sum,
)
from services.reporting.visits import queries as visits
from shared.contracts.reporting.reports.cost_control import REPORT


def one_of(seller_id: Any, seller: Any, currency: Any, **more: Any) -> dict[str, Any]:
    return {"seller_id": seller_id, "seller": seller, **({} if currency is None else {"currency": currency}), **more}


def of_expenses(asked: Asked) -> dict[str, Any]:
    expense = expenses.ExpenseFact
    return one_of(expense.created_by, expenses.SPENDER, expense.currency, spent=expense.amount)


def of_orders(asked: Asked) -> dict[str, Any]:
    return one_of(orders.OWNER_ID, orders.OWNER, orders.OrderFact.currency, orders=literal(1))


def of_deals(asked: Asked) -> dict[str, Any]:
    return one_of(deals.OWNER_ID, deals.OWNER, deals.Deal.currency, deals=literal(1))


def of_visits(asked: Asked) -> dict[str, Any]:
    return one_of(visits.VisitFact.owner_id, visits.OWNER, None, visits=literal(1))


BRANCHES = (
    Branch(
        kind="expense",
        facts=expenses.FACTS,
        rows=lambda rows, asked: expenses.with_spender(expenses.costs_within(rows, asked.part)),
        columns=of_expenses,
        name=expenses.ExpenseFact.number,
    ),
    Branch(
        kind="order",
        facts=orders.FACTS,
        rows=lambda rows, asked: orders.with_owner(orders.ordered_within(rows, asked.part)),
        columns=of_orders,
        name=orders.OrderFact.number,
    ),
    Branch(
        kind="deal",
        facts=deals.FACTS,
        rows=lambda rows, asked: deals.with_owner(deals.closed_within(rows, asked.part, deals.WON)),
        columns=of_deals,
        name=deals.Deal.name,
    ),
    Branch(
        kind="visit",
        facts=visits.FACTS,
        rows=lambda rows, asked: visits.made_within(rows, asked.part),
        columns=of_visits,
        name=visits.VisitFact.subject,
    ),
)
COUNTED = ("orders", "deals", "visits")
MIXED = Mixed(
    {"seller_id": ID, "seller": TEXT, "currency": TEXT, "spent": MONEY, **dict.fromkeys(COUNTED, NUMBER)}, BRANCHES
)
SPENT = Money(MIXED.told("spent"))
ORDERS, DEALS, VISITS = (Sum(MIXED.told(name)) for name in COUNTED)


def with_visits(rows: list[Row], asked: Asked, totals: list[Row]) -> list[Row]:
    """Visits have no currency: they stand in each row of their seller, and in one of their own where there is none."""
    visits: dict[str, int] = defaultdict(int)
    for row in rows:
        visits[row["seller_id"]] += row["visits"]
    costly = {row["seller_id"] for row in rows if row["currency"] is not None}
    made = [row for row in rows if row["currency"] is not None or row["seller_id"] not in costly]
    for row in made:
        row["visits"] = visits[row["seller_id"]]
        row["cost_per_visit"] = Price(SPENT, VISITS).value(row["spent"], row["visits"])
    return made


STATEMENT = Statement(
    report=REPORT,
    facts=MIXED,
    rows=lambda rows, asked: rows,
    dimensions=lambda asked: {name: MIXED.told(name) for name in ("seller_id", "currency")},
    labels={"seller": func.max(MIXED.told("seller"))},
    measures=lambda asked: {
        "spent": SPENT,
        "orders": ORDERS,
        "deals": DEALS,
        "visits": VISITS,
        "cost_per_order": Price(SPENT, ORDERS),
        "cost_per_deal": Price(SPENT, DEALS),
    },
    order=lambda asked: ("seller", "-spent"),
    finish=with_visits,
)
