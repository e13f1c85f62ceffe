"""Receipts: files of expenses, and what is said of them in the history."""

from sqlalchemy.orm import Session

from services.sales.expenses.commands import telling
from services.sales.expenses.model import Expense
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.sales import expenses as contract
from shared.visible import get_for_change, get_visible


def see_expense(session: Session, actor: Actor, expense_id: str) -> str:
    """The id, where the caller may see it."""
    return get_visible(session, Expense, actor, expense_id).id


def hold_expense(session: Session, actor: Actor, expense_id: str) -> str:
    """The id, where the caller may edit it, held until the transaction ends.

    Raises `ExpenseCannotDoThis` for one that is submitted: it is decided on with the receipts that it has.
    """
    expense = get_for_change(session, Expense, actor, expense_id)
    expense.ensure_changeable()
    return expense.id


def tell_of_file(session: Session, actor: Actor, expense_id: str, file_id: str, name: str, *, attached: bool) -> None:
    expense = get_for_change(session, Expense, actor, expense_id)
    there, gone = {"file": name}, {"file": None}
    diff = changes(gone, there) if attached else changes(there, gone)
    event = contract.ExpenseFileAttached if attached else contract.ExpenseFileRemoved
    announce(session, actor, expense, event(**telling.told(expense, diff), file_id=file_id))
