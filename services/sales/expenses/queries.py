"""Reading expenses. Every query starts from what the actor may see."""

from sqlalchemy.orm import Session

from services.sales.expenses import rules
from services.sales.expenses.model import Expense, ExpenseAllocation
from services.sales.opportunities.queries import get_opportunity
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.sales import expenses as contract
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.processes import Process, process_of
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(Expense, name) for name in contract.LISTING.fields}


def get_expense(session: Session, actor: Actor, expense_id: str) -> Expense:
    return get_visible(session, Expense, actor, expense_id)


def list_expenses(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Expense, actor), Expense, contract.LISTING, COLUMNS, query)


def list_opportunity_expenses(session: Session, actor: Actor, opportunity_id: str, query: Payload) -> Payload:
    """Those in sight that are allocated to a deal in sight."""
    deal = get_opportunity(session, actor, opportunity_id)
    spent = Expense.allocations.any(ExpenseAllocation.opportunity_id == deal.id)
    rows = visible(Expense, actor).where(spent)
    return list_records(session, rows, Expense, contract.OF_DEAL, COLUMNS, query)


def list_expense_history(session: Session, actor: Actor, expense_id: str, after: int) -> Payload:
    return list_history(session, get_expense(session, actor, expense_id).id, after=after)


def expense_process() -> Process:
    return process_of("expenses", rules.ExpenseStatus, rules.TRANSITIONS)
