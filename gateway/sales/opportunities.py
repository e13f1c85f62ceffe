"""The public routes of opportunities."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.sales import opportunities as contract
from shared.contracts.sales.next_actions import NextActionsView

routes = Routes("opportunities", service="sales", tag="Opportunities", about="Deals that may be won.")

ONE = "/v1/opportunities/<opportunity_id>"

routes.list("/v1/opportunities", rpc="list_opportunities", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/opportunities",
    rpc="open_opportunity",
    right=contract.CREATE,
    takes=contract.OpenOpportunity,
    gives=contract.OpenedOpportunityView,
    refuses=(409, 422),
)
routes.read(ONE, rpc="get_opportunity", right=contract.READ, gives=contract.OpportunityView)
routes.change(
    ONE,
    rpc="change_opportunity",
    right=contract.CHANGE,
    takes=contract.ChangeOpportunity,
    gives=contract.OpportunityView,
    refuses=(409, 422),
    about="A probability overrides that of the stage; null follows the stage again.",
)
routes.history(f"{ONE}/history", rpc="list_opportunity_history", right=contract.READ)
routes.read(
    f"{ONE}/next-actions",
    rpc="get_next_actions",
    right=contract.READ,
    gives=NextActionsView,
    about="What to do next: what the stage still demands or leads to, and what of the deal is overdue.",
)
routes.create(
    "/v1/opportunities/assign",
    rpc="assign_opportunities",
    right=contract.TRANSFER,
    takes=contract.AssignOpportunities,
    gives=contract.AssignedView,
    status=200,
    location="/v1/opportunities",
    refuses=(422,),
    about="Deals go to people in turn, or to whom of them has the fewest open ones; each answers for itself.",
)
routes.act(
    f"{ONE}/advance",
    rpc="advance_opportunity",
    right=contract.ADVANCE,
    takes=contract.AdvanceOpportunity,
    gives=contract.OpportunityView,
)
routes.act(
    f"{ONE}/win",
    rpc="win_opportunity",
    right=contract.WIN,
    takes=contract.WinOpportunity,
    gives=contract.OpportunityView,
)
routes.act(
    f"{ONE}/lose",
    rpc="lose_opportunity",
    right=contract.LOSE,
    takes=contract.LoseOpportunity,
    gives=contract.OpportunityView,
)
routes.act(
    f"{ONE}/reopen",
    rpc="reopen_opportunity",
    right=contract.REOPEN,
    takes=NoBody,
    gives=contract.OpportunityView,
)
routes.act(
    f"{ONE}/transfer",
    rpc="transfer_opportunity",
    right=contract.TRANSFER,
    takes=contract.TransferOpportunity,
    gives=contract.OpportunityView,
)
routes.shares(ONE, noun="opportunity", read=contract.READ, share=contract.SHARE)
routes.list(
    "/v1/customers/<customer_id>/opportunities",
    rpc="list_customer_opportunities",
    right=contract.READ,
    listing=contract.LISTING,
    about="Those of one customer.",
)
