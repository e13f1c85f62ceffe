"""Where the reports hear of expenses. Receipts change no fact, and are not heard."""

from sqlalchemy.orm import Session

from services.reporting.expenses import commands
from shared.actor import Actor
from shared.bus.envelope import told_at
from shared.contracts.sales.expenses import (
    ExpenseApproved,
    ExpenseChanged,
    ExpenseCreated,
    ExpensePaid,
    ExpenseRefused,
    ExpenseSubmitted,
)
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class ExpenseFactEntrypoints(Entrypoints):
    @handles(ExpenseCreated)
    def follow_created_expense(self, session: Session, actor: Actor, event: ExpenseCreated) -> None:
        commands.follow_expense(session, event, told_at())

    @handles(ExpenseChanged)
    def follow_changed_expense(self, session: Session, actor: Actor, event: ExpenseChanged) -> None:
        commands.follow_expense(session, event, told_at())

    @handles(ExpenseSubmitted)
    def follow_submitted_expense(self, session: Session, actor: Actor, event: ExpenseSubmitted) -> None:
        commands.follow_expense(session, event, told_at())

    @handles(ExpenseApproved)
    def follow_approved_expense(self, session: Session, actor: Actor, event: ExpenseApproved) -> None:
        commands.follow_expense(session, event, told_at())

    @handles(ExpenseRefused)
    def follow_refused_expense(self, session: Session, actor: Actor, event: ExpenseRefused) -> None:
        commands.follow_expense(session, event, told_at())

    @handles(ExpensePaid)
    def follow_paid_expense(self, session: Session, actor: Actor, event: ExpensePaid) -> None:
        commands.follow_expense(session, event, told_at())
