"""The public routes of leads."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.sales import leads as contract

routes = Routes("leads", service="sales", tag="Leads", about="People who showed interest, not yet a deal.")

routes.list("/v1/leads", rpc="list_leads", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/leads",
    rpc="create_lead",
    right=contract.CREATE,
    takes=contract.CreateLead,
    gives=contract.LeadView,
    refuses=(409, 422),
)
routes.report(
    "/v1/leads/by-source",
    rpc="count_leads_by_source",
    right=contract.READ,
    takes_query=contract.LeadSourcesQuery,
    gives=contract.LeadSourcesView,
    refuses=(404,),
    about="How many leads came from each campaign, activity and case, or by hand, and what became of them.",
)
routes.read("/v1/leads/<lead_id>", rpc="get_lead", right=contract.READ, gives=contract.LeadView)
routes.change(
    "/v1/leads/<lead_id>",
    rpc="change_lead",
    right=contract.CHANGE,
    takes=contract.ChangeLead,
    gives=contract.LeadView,
)
routes.history("/v1/leads/<lead_id>/history", rpc="list_lead_history", right=contract.READ)
routes.act(
    "/v1/leads/<lead_id>/qualify",
    rpc="qualify_lead",
    right=contract.QUALIFY,
    takes=contract.QualifyLead,
    gives=contract.LeadView,
)
routes.act("/v1/leads/<lead_id>/lose", rpc="lose_lead", right=contract.LOSE, takes=ReasonBody, gives=contract.LeadView)
routes.act(
    "/v1/leads/<lead_id>/reopen", rpc="reopen_lead", right=contract.REOPEN, takes=NoBody, gives=contract.LeadView
)
routes.act(
    "/v1/leads/<lead_id>/convert",
    rpc="convert_lead",
    right=contract.CONVERT,
    takes=contract.ConvertLead,
    gives=contract.ConvertedLeadView,
)
routes.act(
    "/v1/leads/<lead_id>/transfer",
    rpc="transfer_lead",
    right=contract.TRANSFER,
    takes=contract.TransferLead,
    gives=contract.LeadView,
)
routes.act(
    "/v1/leads/<lead_id>/touch",
    rpc="touch_lead",
    right=contract.TOUCH,
    takes=contract.TouchLead,
    gives=contract.LeadView,
)
routes.shares("/v1/leads/<lead_id>", noun="lead", read=contract.READ, share=contract.SHARE)
