"""Customers by what they ordered; equal ones by their ids. Shares are those of all in sight, in one currency."""

from collections import defaultdict
from decimal import Decimal

from services.reporting.orders.queries import CUSTOMER_NAME, FACTS, OrderFact, ordered_within
from services.reporting.statements.queries import Asked, Count, Money, Row, Statement, rate
from shared.contracts.reporting.reports.top_customers import REPORT


def with_shares(rows: list[Row], asked: Asked, totals: list[Row]) -> list[Row]:
    whole = {total["currency"]: total["amount"] for total in totals}
    so_far: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        currency = row["currency"]
        so_far[currency] += row["amount"]
        row["share"] = rate(row["amount"], whole[currency])
        row["cumulative_share"] = rate(so_far[currency], whole[currency])
    return rows


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: ordered_within(rows, asked.part),
    dimensions=lambda asked: {"customer_id": OrderFact.customer_id, "currency": OrderFact.currency},
    labels=CUSTOMER_NAME,
    measures=lambda asked: {"count": Count(), "amount": Money(OrderFact.amount)},
    order=lambda asked: ("-amount",),
    finish=with_shares,
    most=lambda asked: int(asked["n"]),
)
