"""The parts of expenses beside the deals won, by seller and deal. What was refused is no cost of the company's."""

from typing import Any

from sqlalchemy import func

from services.reporting.deals import queries as deals
from services.reporting.expenses import queries as expenses
from services.reporting.statements.queries import ID, MONEY, TEXT, Asked, Branch, Mixed, Money, Ratio, Statement
from shared.contracts.reporting.reports.sales_costs import REPORT


def of_parts(asked: Asked) -> dict[str, Any]:
    return {
        "seller_id": expenses.ExpenseFact.created_by,
        "seller": expenses.SPENDER,
        "deal_id": expenses.ExpensePartFact.deal_id,
        "currency": expenses.ExpenseFact.currency,
        "spent": expenses.ExpensePartFact.amount,
    }


def of_deals(asked: Asked) -> dict[str, Any]:
    return {
        "seller_id": deals.OWNER_ID,
        "seller": deals.OWNER,
        "deal_id": deals.Deal.id,
        "deal": deals.Deal.name,
        "currency": deals.Deal.currency,
        "won_amount": deals.Deal.amount,
    }


MIXED = Mixed(
    {
        "seller_id": ID, "seller": TEXT, "deal_id": ID, "deal": TEXT, "currency": TEXT, "spent": MONEY,
        "won_amount": MONEY,
    },
    (
        Branch(
            kind="expense",
            facts=expenses.FACTS,
            rows=lambda rows, asked: expenses.with_parts(expenses.costs_within(rows, asked.part)),
            columns=of_parts,
            name=expenses.ExpenseFact.number,
        ),
        Branch(
            kind="deal",
            facts=deals.FACTS,
            rows=lambda rows, asked: deals.with_owner(deals.closed_within(rows, asked.part, deals.WON)),
            columns=of_deals,
            name=deals.Deal.name,
        ),
    ),
)  # fmt: skip
SPENT, WON_AMOUNT = Money(MIXED.told("spent")), Money(MIXED.told("won_amount"))

STATEMENT = Statement(
    report=REPORT,
    facts=MIXED,
    rows=lambda rows, asked: rows,
    dimensions=lambda asked: {name: MIXED.told(name) for name in ("seller_id", "deal_id", "currency")},
    labels={"seller": func.max(MIXED.told("seller")), "deal": func.max(MIXED.told("deal"))},
    measures=lambda asked: {"spent": SPENT, "won_amount": WON_AMOUNT, "cost_rate": Ratio(SPENT, WON_AMOUNT)},
    order=lambda asked: ("currency", "seller", "-spent"),
)
