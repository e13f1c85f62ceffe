"""The public routes of expenses: for colleagues alone. Their receipts are files (`gateway/sales/attachments.py`)."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.sales import expenses as contract

routes = Routes(
    "expenses",
    service="sales",
    tag="Expenses",
    about="What was spent on selling, for which deals; approved by somebody else, and paid back.",
    for_partners=False,
)

ONE = "/v1/expenses/<expense_id>"

routes.list("/v1/expenses", rpc="list_expenses", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/expenses",
    rpc="create_expense",
    right=contract.CREATE,
    takes=contract.CreateExpense,
    gives=contract.ExpenseView,
    refuses=(409, 422),
)
routes.read(ONE, rpc="get_expense", right=contract.READ, gives=contract.ExpenseView)
routes.change(
    ONE,
    rpc="change_expense",
    right=contract.CHANGE,
    takes=contract.ChangeExpense,
    gives=contract.ExpenseView,
    refuses=(409, 422),
)
routes.history(f"{ONE}/history", rpc="list_expense_history", right=contract.READ)
routes.act(f"{ONE}/submit", rpc="submit_expense", right=contract.SUBMIT, takes=NoBody, gives=contract.ExpenseView)
routes.act(f"{ONE}/approve", rpc="approve_expense", right=contract.APPROVE, takes=NoBody, gives=contract.ExpenseView)
routes.act(f"{ONE}/refuse", rpc="refuse_expense", right=contract.REFUSE, takes=ReasonBody, gives=contract.ExpenseView)
routes.act(
    f"{ONE}/pay",
    rpc="pay_expense",
    right=contract.PAY,
    takes=contract.PayExpense,
    gives=contract.ExpenseView,
    refuses=(409, 422),
)
routes.list(
    "/v1/opportunities/<opportunity_id>/expenses",
    rpc="list_opportunity_expenses",
    right=contract.READ,
    listing=contract.OF_DEAL,
    about="Those of which a part is allocated to one deal.",
)
