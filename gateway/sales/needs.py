"""The public routes of what is asked for in deals: for colleagues alone."""

from gateway.http.routes import Routes
from shared.contracts.sales import needs as contract
from shared.contracts.sales.opportunities import CHANGE, READ

routes = Routes(
    "needs",
    service="sales",
    tag="Opportunities",
    about="What is asked for in a deal, in the catalogue or not.",
    for_partners=False,
)

OF_DEAL = "/v1/opportunities/<opportunity_id>/needs"

routes.act(
    OF_DEAL,
    rpc="record_need",
    right=CHANGE,
    takes=contract.RecordNeed,
    gives=contract.NeedView,
    status=201,
    refuses=(409, 422),
    about="Record a product or, in words, what else is asked for in an open deal.",
)
routes.read(
    OF_DEAL,
    rpc="list_needs",
    right=READ,
    gives=contract.NeedsView,
    about="All that is asked for in a deal, in the order in which it was recorded.",
)
routes.act(
    f"{OF_DEAL}/<need_id>/change",
    rpc="change_need",
    right=CHANGE,
    takes=contract.ChangeNeed,
    gives=contract.NeedView,
    refuses=(409, 422),
    about="Say that something else is asked for, or another quantity; what is left out stays.",
)
routes.remove(f"{OF_DEAL}/<need_id>", rpc="withdraw_need", right=CHANGE, refuses=(409,))
