"""Drawing up expenses, and deciding on them. One function, one business decision, one event."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.expenses import rules
from services.sales.expenses.commands import telling
from services.sales.expenses.model import Expense
from services.sales.opportunities.queries import opportunities_in_sight
from shared.actor import Actor
from shared.announce import announce
from shared.clock import today
from shared.contracts.events import changes
from shared.contracts.sales import expenses as contract
from shared.ids import new_id
from shared.persistence.numbering import next_number
from shared.visible import get_for_change

SERIES = "EX"


def create_expense(
    session: Session, actor: Actor, *, allocations: list[dict[str, Any]] | None = None, **fields: Any
) -> Expense:
    """Draw up what the caller spent.

    Raises `ExpenseIsToCome`, `DealNamedTwice`, `DealOfExpenseIsUnknown` and `PartsDoNotAddUp`.
    """
    expense = Expense(
        number=next_number(session, SERIES, actor.unit_id),
        status=rules.ExpenseStatus.DRAFT,
        owner_id=actor.user_id,
        org_unit_id=actor.unit_id,
        created_by=actor.user_id,
        id=fields.pop("id", None) or new_id(),
    )
    expense.edit(fields, today())
    expense.allocate(_parts(session, actor, expense, allocations or []))
    session.add(expense)
    session.flush()
    _announce(session, actor, expense, {}, contract.ExpenseCreated)
    return expense


def change_expense(
    session: Session,
    actor: Actor,
    expense_id: str,
    *,
    allocations: list[dict[str, Any]] | None = None,
    **fields: Any,
) -> Expense:
    """Edit a draft, or what was refused; what is left out stays. Raises as `create_expense` does."""
    expense = get_for_change(session, Expense, actor, expense_id)
    before = telling.facts(expense)
    expense.edit(fields, today())
    expense.allocate(expense.parts if allocations is None else _parts(session, actor, expense, allocations))
    session.flush()
    _announce(session, actor, expense, before, contract.ExpenseChanged)
    return expense


def submit_expense(session: Session, actor: Actor, expense_id: str) -> Expense:
    """Have it decided on, as it is and with the receipts that it has."""
    expense = get_for_change(session, Expense, actor, expense_id)
    before = telling.facts(expense)
    expense.submit()
    _announce(session, actor, expense, before, contract.ExpenseSubmitted)
    return expense


def approve_expense(session: Session, actor: Actor, expense_id: str) -> Expense:
    """Raises `ExpenseOfOnesOwn` for whoever spent it."""
    expense = get_for_change(session, Expense, actor, expense_id)
    before = telling.facts(expense)
    expense.approve(actor.user_id)
    _announce(session, actor, expense, before, contract.ExpenseApproved)
    return expense


def refuse_expense(session: Session, actor: Actor, expense_id: str, reason: str) -> Expense:
    """It may be edited and submitted again. Raises `ExpenseOfOnesOwn` for whoever spent it."""
    expense = get_for_change(session, Expense, actor, expense_id)
    before = telling.facts(expense)
    expense.refuse(actor.user_id, reason)
    _announce(session, actor, expense, before, contract.ExpenseRefused)
    return expense


def pay_expense(session: Session, actor: Actor, expense_id: str, paid_on: date | None = None) -> Expense:
    """Record that it is paid back. Raises `ExpenseOfOnesOwn`, `ExpenseIsToCome` and `ExpensePaidTooEarly`."""
    expense = get_for_change(session, Expense, actor, expense_id)
    before = telling.facts(expense)
    expense.pay(actor.user_id, paid_on or today(), today())
    _announce(session, actor, expense, before, contract.ExpensePaid)
    return expense


def _parts(session: Session, actor: Actor, expense: Expense, said: list[dict[str, Any]]) -> list[tuple[str, Decimal]]:
    """The parts of deals in sight; a deal that has a part already may be out of sight by now."""
    parts = [(one["opportunity_id"], one["amount"]) for one in said]
    deals = [deal for deal, _ in parts]
    seen = opportunities_in_sight(session, actor, set(deals)) | {deal for deal, _ in expense.parts}
    rules.ensure_in_sight(deals, seen)
    return parts


def _announce(
    session: Session,
    actor: Actor,
    expense: Expense,
    before: dict[str, Any],
    event: type[contract.ExpenseEvent],
) -> None:
    diff = changes(before, telling.facts(expense))
    announce(session, actor, expense, event(**telling.told(expense, diff)))
