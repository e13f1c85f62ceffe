"""Events about expenses, as the sales service would tell them."""

from typing import Any

from shared.contracts.sales import expenses
from shared.ids import new_id
from tests.reporting.newsroom import Newsroom

Part = tuple[str, str]
"""The name of a deal, and the amount that was spent on it."""


def expense_event(room: Newsroom, kind: Any, name: str, day: str, amount: str, *parts: Part, **facts: Any) -> Any:
    """Of an expense of Nils unless it says otherwise."""
    owner = room.people[facts.pop("owner", "nils")]
    told = {
        "expense_id": room.ids.setdefault(f"expense {name}", new_id()),
        "record_version": facts.pop("version", 1),
        "number": f"EX-{name}",
        "status": "draft",
        "spent_on": day,
        "category": "travel",
        "description": None,
        "amount": amount,
        "currency": "USD",
        "allocations": [
            {"opportunity_id": room.ids.setdefault(deal, new_id()), "amount": spent} for deal, spent in parts
        ],
        "decided_by": None,
        "refusal_reason": None,
        "paid_on": None,
        "owner_id": owner.user_id,
        "org_unit_id": owner.unit_id,
        "changes": {},
    }
    return kind(**{**told, **facts})


def spend(room: Newsroom, name: str, day: str, amount: str, *parts: Part, **facts: Any) -> None:
    """Have the newsroom hear of an expense that was drawn up."""
    event = expense_event(room, expenses.ExpenseCreated, name, day, amount, *parts, **facts)
    room.take((event, event.record_version))
