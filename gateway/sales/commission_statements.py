"""The public routes of commission statements: for colleagues alone."""

from gateway.http.routes import Routes
from shared.contracts.sales import commission_statements as contract

routes = Routes(
    "commission-statements",
    service="sales",
    tag="Commissions",
    about="What somebody earned by a plan in a period, line by line, each with the document that earned it.",
    for_partners=False,
)

ONE = "/v1/commission-statements/<statement_id>"

routes.list(
    "/v1/commission-statements", rpc="list_commission_statements", right=contract.READ, listing=contract.LISTING
)
routes.read(ONE, rpc="get_commission_statement", right=contract.READ, gives=contract.CommissionStatementView)
routes.list(
    f"{ONE}/lines",
    rpc="list_commission_lines",
    right=contract.READ,
    listing=contract.LINES,
    about="Those of one statement. Lines never change: what is taken back is a line more.",
)
routes.history(f"{ONE}/history", rpc="list_commission_statement_history", right=contract.READ)
