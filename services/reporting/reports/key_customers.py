"""The customers that order most, with what they ordered before; the records are the orders of both periods."""

from datetime import date
from typing import Any

from sqlalchemy import Select, case

from services.reporting.orders.queries import CUSTOMER_NAME, FACTS, OrderFact, sales_between
from services.reporting.parts.queries import days_before, days_of
from services.reporting.statements.queries import Asked, Money, Row, Statement, rate
from shared.contracts.reporting.reports.key_customers import REPORT


def period(asked: Asked) -> tuple[date, date]:
    """The days asked about; a side that is left open is that of this year."""
    year = days_of(str(asked.today.year))
    return asked.part.since or year[0], asked.part.until or year[1]


def of_both(rows: Select[Any], asked: Asked) -> Select[Any]:
    first, last = period(asked)
    return sales_between(rows, days_before(first, last)[0], last)


def measures(asked: Asked) -> dict[str, Any]:
    is_before = OrderFact.ordered_on < period(asked)[0]
    return {
        "amount": Money(case((is_before, None), else_=OrderFact.amount)),
        "previous_amount": Money(case((is_before, OrderFact.amount))),
    }


def compared(rows: list[Row], asked: Asked, totals: list[Row]) -> list[Row]:
    for row in rows:
        whole = next(total["amount"] for total in totals if total["currency"] == row["currency"])
        row["share"] = rate(row["amount"], whole)
        row["change"] = row["amount"] - row["previous_amount"]
        row["change_rate"] = rate(row["change"], row["previous_amount"])
    for total in totals:
        first = sum(row["amount"] for row in rows if row["currency"] == total["currency"])
        total["concentration"] = rate(first, total["amount"])
    return rows


STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=of_both,
    dimensions=lambda asked: {"customer_id": OrderFact.customer_id, "currency": OrderFact.currency},
    labels=CUSTOMER_NAME,
    measures=measures,
    order=lambda asked: ("-amount",),
    finish=compared,
    most=lambda asked: int(asked["n"]),
)
