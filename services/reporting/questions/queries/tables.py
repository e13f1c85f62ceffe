"""The tables of questions, each as the part of it that the caller sees. There is no other way to one of them."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Select, Subquery, func

from services.reporting.activities.queries import FACTS as ACTIVITIES
from services.reporting.activities.queries import ActivityFact
from services.reporting.contacts.queries import FACTS as CONTACTS
from services.reporting.contacts.queries import ContactFact
from services.reporting.customer_stays.queries import first_entered
from services.reporting.customers.queries import FACTS as CUSTOMERS
from services.reporting.customers.queries import CustomerFact, last_touched
from services.reporting.deals.queries import CYCLE_DAYS, Deal
from services.reporting.deals.queries import FACTS as DEALS
from services.reporting.expenses.queries import FACTS as EXPENSES
from services.reporting.expenses.queries import ExpenseFact, ExpensePartFact
from services.reporting.orders.queries import FACTS as ORDERS
from services.reporting.orders.queries import OrderFact, OrderLineFact
from services.reporting.parts.queries import Facts
from services.reporting.products.queries import KnownProduct
from services.reporting.questions.rules import refused
from services.reporting.territories.queries import TERRITORY, placed
from services.reporting.visits.queries import FACTS as VISITS
from services.reporting.visits.queries import VisitFact
from shared.contracts.reporting.questions import TABLES
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica

Columns = Mapping[str, Any]
Made = tuple[Select[Any], Columns]
Start = Callable[[Any], Select[Any]]
"""Gives those facts of a kind that the caller sees: `visible`, or what narrows it."""


def facts_of(model: Any) -> Facts:
    known = (ACTIVITIES, CONTACTS, CUSTOMERS, DEALS, EXPENSES, ORDERS, VISITS)
    return next(facts for facts in known if facts.model is model)


def table_in_sight(start: Start, name: str, called: str) -> Subquery:
    """What the caller sees of this table. Its OFFSET is a wall: no engine moves a condition of the question through it,
    so that none is ever worked out on a row out of sight, and none can betray such a row by failing on it.
    """
    make = _MAKERS.get(name)
    if make is None:
        raise refused(f"There is no table {name[:60]}; there are {', '.join(sorted(_MAKERS))}.")
    rows, special = make(start)
    columns = [special[column].label(column) for column in TABLES[name].by_name]
    return rows.with_only_columns(*columns, maintain_column_froms=True).offset(0).subquery(called)


def _own(model: Any) -> Columns:
    return {name: getattr(model, name) for name in model.__mapper__.columns.keys()}  # noqa: SIM118 -- no mapping


def _placed(rows: Select[Any], model: Any) -> Made:
    """With the names of the owner and the unit."""
    joined = rows.outerjoin(OrgPersonReplica, OrgPersonReplica.id == model.owner_id)
    joined = joined.outerjoin(OrgUnitReplica, OrgUnitReplica.id == model.org_unit_id)
    named = {"owner": OrgPersonReplica.name, "unit_id": model.org_unit_id, "unit": OrgUnitReplica.name}
    return joined, {**_own(model), **named}


def _at_customers(made: Made, customer_id: Any) -> Made:
    """With where the customer is and how much it matters; of one out of sight no more is told."""
    rows, columns = made
    joined = placed(rows.outerjoin(CustomerFact, CustomerFact.id == customer_id))
    area = {"region": CustomerFact.region, "territory": TERRITORY, "priority": CustomerFact.level}
    return joined, {**columns, **area}


def _deals(start: Start) -> Made:
    rows, columns = _at_customers(_placed(start(Deal), Deal), Deal.customer_id)
    named = {"customer": Deal.customer_name, "product": Deal.product_name, "competitor": Deal.winner_competitor}
    return rows, {**columns, **named, "cycle_days": CYCLE_DAYS}


def _orders(start: Start) -> Made:
    rows, columns = _placed(start(OrderFact), OrderFact)
    return rows, {**columns, "customer": OrderFact.customer_name}


def _order_lines(start: Start) -> Made:
    rows = start(OrderFact).join(OrderLineFact, OrderLineFact.order_id == OrderFact.id)
    rows = rows.outerjoin(KnownProduct, KnownProduct.id == OrderLineFact.product_id)
    named = {"product": OrderLineFact.name, "category": KnownProduct.category, "currency": OrderFact.currency}
    return rows, {**_own(OrderLineFact), **named}


def _activities(start: Start) -> Made:
    """With what the deal that each is about may bring, where that deal is in sight itself."""
    of_deals = (Deal.id, Deal.amount, Deal.weighted_amount, Deal.currency, Deal.customer_id)
    deals = start(Deal).with_only_columns(*of_deals, maintain_column_froms=True).subquery("deals_in_sight")
    rows, columns = _placed(start(ActivityFact), ActivityFact)
    made = rows.outerjoin(deals, deals.c.id == ActivityFact.opportunity_id), columns
    joined, told = _at_customers(made, func.coalesce(ActivityFact.customer_id, deals.c.customer_id))
    profit = {name: deals.c[name] for name in ("amount", "weighted_amount", "currency")}
    return joined, {**told, **profit, "deal_id": ActivityFact.opportunity_id, "done_by_id": ActivityFact.created_by}


def _customers(start: Start) -> Made:
    rows, columns = _placed(start(CustomerFact), CustomerFact)
    area = {"territory": TERRITORY, "priority": CustomerFact.level}
    days = {"entered_on": first_entered(), "last_touch_on": last_touched()}
    return placed(rows), {**columns, **area, **days}


def _contacts(start: Start) -> Made:
    rows, columns = _at_customers(_placed(start(ContactFact), ContactFact), ContactFact.customer_id)
    return rows, {**columns, "status": CustomerFact.status}


def _visits(start: Start) -> Made:
    return _at_customers(_placed(start(VisitFact), VisitFact), VisitFact.customer_id)


def _expenses(start: Start) -> Made:
    return _placed(start(ExpenseFact), ExpenseFact)


def _expense_parts(start: Start) -> Made:
    rows = start(ExpenseFact).join(ExpensePartFact, ExpensePartFact.expense_id == ExpenseFact.id)
    return rows, {**_own(ExpensePartFact), "currency": ExpenseFact.currency}


_MAKERS: Mapping[str, Callable[[Start], Made]] = {
    "deals": _deals,
    "orders": _orders,
    "order_lines": _order_lines,
    "activities": _activities,
    "expenses": _expenses,
    "expense_parts": _expense_parts,
    "customers": _customers,
    "contacts": _contacts,
    "visits": _visits,
}
