"""The public routes of campaigns."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.marketing import campaigns as contract

routes = Routes("campaigns", service="marketing", tag="Campaigns", about="Efforts with a goal, a budget and a form.")

routes.list("/v1/campaigns", rpc="list_campaigns", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/campaigns",
    rpc="create_campaign",
    right=contract.CREATE,
    takes=contract.CreateCampaign,
    gives=contract.CampaignView,
    refuses=(409, 422),
)
routes.read("/v1/campaigns/<campaign_id>", rpc="get_campaign", right=contract.READ, gives=contract.CampaignView)
routes.change(
    "/v1/campaigns/<campaign_id>",
    rpc="change_campaign",
    right=contract.CHANGE,
    takes=contract.ChangeCampaign,
    gives=contract.CampaignView,
    refuses=(409, 422),
)
routes.history("/v1/campaigns/<campaign_id>/history", rpc="list_campaign_history", right=contract.READ)
routes.act(
    "/v1/campaigns/<campaign_id>/launch",
    rpc="launch_campaign",
    right=contract.LAUNCH,
    takes=NoBody,
    gives=contract.CampaignView,
)
routes.act(
    "/v1/campaigns/<campaign_id>/finish",
    rpc="finish_campaign",
    right=contract.FINISH,
    takes=NoBody,
    gives=contract.CampaignView,
)
routes.act(
    "/v1/campaigns/<campaign_id>/cancel",
    rpc="cancel_campaign",
    right=contract.CANCEL,
    takes=ReasonBody,
    gives=contract.CampaignView,
)
routes.shares("/v1/campaigns/<campaign_id>", noun="campaign", read=contract.READ, share=contract.SHARE)
