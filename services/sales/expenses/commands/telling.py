"""What events and the history say about an expense."""

from typing import Any

from services.sales.expenses.model import Expense
from shared.contracts.events import Changes
from shared.contracts.fields import money_text
from shared.contracts.sales.expenses import ToldAllocation
from shared.owners import places_of

PLAIN = (
    "number", "category", "description", "currency", "decided_by", "refusal_reason", "owner_id", "org_unit_id",
)  # fmt: skip


def facts(expense: Expense) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        **{name: getattr(expense, name) for name in PLAIN},
        "status": str(expense.status),
        "spent_on": expense.spent_on.isoformat(),
        "amount": money_text(expense.amount),
        "allocations": [ToldAllocation(opportunity_id=deal, amount=money_text(part)) for deal, part in expense.parts],
        "paid_on": expense.paid_on.isoformat() if expense.paid_on else None,
    }


def told(expense: Expense, changed: Changes) -> dict[str, Any]:
    """What every event about this expense says."""
    return {
        **facts(expense),
        "expense_id": expense.id,
        "record_version": expense.next_version,
        "changes": changed,
        **places_of(expense),
    }
