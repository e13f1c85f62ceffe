"""The parts of the expenses of the period, by what became of the expense, who spent it, and on what."""

from services.reporting.expenses.queries import (
    FACTS,
    SPENDER_NAME,
    Deal,
    ExpenseFact,
    ExpensePartFact,
    spent_within,
    with_parts,
)
from services.reporting.statements.queries import Count, Money, Statement, grain_of
from shared.contracts.reporting.reports.expense_statistics import REPORT

STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: with_parts(spent_within(rows, asked.part)),
    dimensions=lambda asked: {
        "status": ExpenseFact.status,
        "time": grain_of(ExpenseFact.spent_on, asked["grain"]),
        "seller_id": ExpenseFact.created_by,
        "customer_id": Deal.customer_id,
        "deal_id": ExpensePartFact.deal_id,
        "currency": ExpenseFact.currency,
    },
    labels={"seller": SPENDER_NAME},
    measures=lambda asked: {"parts": Count(), "amount": Money(ExpensePartFact.amount)},
)
