"""Keeping the facts about expenses as new as the sales service's own; told twice or out of order they end up the
same.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Table, delete, insert
from sqlalchemy.orm import Session

from services.reporting.expenses.model import ExpenseFact, ExpensePartFact
from services.reporting.parts.commands import know_path
from shared.contracts.sales.expenses import ExpenseEvent

PartRows = cast(Table, ExpensePartFact.__table__)
"""Parts are written anew with each telling, without the session's bookkeeping."""


def follow_expense(session: Session, event: ExpenseEvent, at: datetime) -> None:
    """Take in an expense as told at this moment. An older event adds only what no later one tells: when it was drawn
    up, and where its unit stood then.
    """
    expense = session.get(ExpenseFact, event.expense_id)
    if expense is None:
        expense = ExpenseFact(id=event.expense_id, created_at=at, created_by=event.owner_id, standing_version=0)
        _take(session, expense, event)
        session.add(expense)
    elif event.record_version > expense.version:
        _take(session, expense, event)
    expense.created_at = min(expense.created_at, at)
    if expense.standing_version == 0 or event.record_version < expense.standing_version:
        know_path(session, event.unit_path)
        expense.spent_unit_path, expense.standing_version = event.unit_path or None, event.record_version
    session.flush()


def _take(session: Session, expense: ExpenseFact, event: ExpenseEvent) -> None:
    expense.version = event.record_version
    expense.number, expense.status, expense.category = event.number, event.status, event.category
    expense.owner_id, expense.org_unit_id = event.owner_id, event.org_unit_id
    expense.spent_on = date.fromisoformat(event.spent_on)
    expense.amount, expense.currency = Decimal(event.amount), event.currency
    theirs = ExpensePartFact.expense_id == expense.id
    session.execute(delete(ExpensePartFact).where(theirs).execution_options(synchronize_session=False))
    session.connection().execute(insert(PartRows), _parts(event))


def _parts(event: ExpenseEvent) -> list[dict[str, Any]]:
    told: list[tuple[str | None, str]] = [(part["opportunity_id"], part["amount"]) for part in event.allocations]
    return [
        {"expense_id": event.expense_id, "position": position, "deal_id": deal, "amount": Decimal(amount)}
        for position, (deal, amount) in enumerate(told or [(None, event.amount)], start=1)
    ]
