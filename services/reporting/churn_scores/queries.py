"""What is known of customers who order: their orders, what they asked for, which deals were lost, who was in touch. All
begins at what is in the caller's sight.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select

from services.reporting.activities import queries as activities
from services.reporting.churn_scores.rules import Learnt, learn
from services.reporting.churn_scores.rules.standing import HISTORY, LOOKBACK, Order, Past, stand
from services.reporting.deals import queries as deals
from services.reporting.orders import queries as orders
from services.reporting.parts.queries import Part
from services.reporting.requests import queries as requests
from services.reporting.statements.queries import DAY, ID, MONEY, TEXT, Asked, Branch, Mixed
from shared.persistence.types import UtcTime

__all__ = ["Learnt", "Past", "learn", "stand"]


EARLIEST = date(1970, 1, 1)
"""Days before are taken as this one: years are to be counted back from it."""


def on_which(asked: Asked) -> date:
    """The day at whose end customers are judged: the last of the period, or today."""
    return max(min(asked.part.until or asked.today, asked.today), EARLIEST)


def ordered_lately(rows: Select[Any], asked: Asked) -> Select[Any]:
    """The orders by which customers are still such who order."""
    return orders.ordered_within(rows, _days_before(asked, LOOKBACK))


def _days_before(asked: Asked, days: int) -> Part:
    on = on_which(asked)
    first = on - timedelta(days=days - 1)
    return Part(max(first, asked.part.since or first), on)


def _within(narrow: Callable[[Select[Any], Part], Select[Any]]) -> Callable[[Select[Any], Asked], Select[Any]]:
    return lambda rows, asked: narrow(rows, _days_before(asked, HISTORY))


KNOWN = Mixed(
    {"customer_id": ID, "day": DAY, "at": UtcTime(), "currency": TEXT, "amount": MONEY},
    (
        Branch(
            kind="order",
            facts=orders.FACTS,
            rows=_within(orders.ordered_within),
            columns=lambda asked: {
                "customer_id": orders.OrderFact.customer_id,
                "day": orders.OrderFact.ordered_on,
                "currency": orders.OrderFact.currency,
                "amount": orders.OrderFact.amount,
            },
            name=orders.OrderFact.number,
        ),
        Branch(
            kind="request",
            facts=requests.FACTS,
            rows=_within(requests.came_within),
            columns=lambda asked: {
                "customer_id": requests.RequestFact.customer_id,
                "at": requests.RequestFact.created_at,
            },
            name=requests.RequestFact.number,
        ),
        Branch(
            kind="lost_deal",
            facts=deals.FACTS,
            rows=_within(lambda rows, part: deals.closed_within(rows, part, deals.LOST)),
            columns=lambda asked: {"customer_id": deals.Deal.customer_id, "day": deals.Deal.closed_on},
            name=deals.Deal.name,
        ),
        Branch(
            kind="contact",
            facts=activities.FACTS,
            rows=_within(activities.done_within),
            columns=lambda asked: {
                "customer_id": activities.ActivityFact.customer_id,
                "day": activities.ActivityFact.happened_on,
            },
            name=activities.ActivityFact.subject,
        ),
    ),
)
"""What is learnt from, each kind of records within sight."""


def known_of_customers(rows: Select[Any], asked: Asked) -> Select[Any]:
    """One row for each record that names a customer."""
    told = [
        KNOWN.told(name).label(f"its_{name}") for name in ("kind", "customer_id", "day", "at", "currency", "amount")
    ]
    named = rows.where(KNOWN.told("customer_id").is_not(None))
    return named.with_only_columns(*told, maintain_column_froms=True)


def pasts_of(records: Iterable[Any]) -> dict[str, Past]:
    """By the id of the customer."""
    found: dict[str, Past] = {}
    for kind, customer, day, at, currency, amount in records:
        past = found.setdefault(customer, Past())
        if kind == "order":
            past.orders.append(Order(day, currency, float(amount)))
        elif kind == "request":
            past.requests.append(at.date())
        elif kind == "lost_deal":
            past.lost_deals.append(day)
        else:
            past.contacts.append(day)
    return {customer: past.in_order() for customer, past in found.items()}
