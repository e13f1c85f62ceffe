"""Where expenses meet the message bus."""

from services.sales.expenses import commands, queries
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.expenses import ChangeExpense, CreateExpense, ExpenseView, PayExpense
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class ExpenseEntrypoints(Entrypoints):
    @rpc
    def create_expense(self, request: Payload) -> Payload:
        form = CreateExpense().load(request)
        with self.work() as session:
            return reply(ExpenseView, commands.create_expense(session, self.actor, **form))

    @rpc
    def get_expense(self, expense_id: str) -> Payload:
        with self.read() as session:
            return reply(ExpenseView, queries.get_expense(session, self.actor, expense_id))

    @rpc
    def list_expenses(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_expenses(session, self.actor, query)

    @rpc
    def list_opportunity_expenses(self, opportunity_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_opportunity_expenses(session, self.actor, opportunity_id, query)

    @rpc
    def list_expense_history(self, expense_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_expense_history(session, self.actor, expense_id, after)

    @rpc
    def change_expense(self, expense_id: str, request: Payload) -> Payload:
        form = ChangeExpense().load(request)
        with self.work() as session:
            return reply(ExpenseView, commands.change_expense(session, self.actor, expense_id, **form))

    @rpc
    def submit_expense(self, expense_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(ExpenseView, commands.submit_expense(session, self.actor, expense_id))

    @rpc
    def approve_expense(self, expense_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(ExpenseView, commands.approve_expense(session, self.actor, expense_id))

    @rpc
    def refuse_expense(self, expense_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(ExpenseView, commands.refuse_expense(session, self.actor, expense_id, **form))

    @rpc
    def pay_expense(self, expense_id: str, request: Payload) -> Payload:
        form = PayExpense().load(request)
        with self.work() as session:
            return reply(ExpenseView, commands.pay_expense(session, self.actor, expense_id, **form))
