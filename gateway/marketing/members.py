"""The public routes of the customers that a campaign turns to."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.marketing import members as contract

routes = Routes("members", service="marketing", tag="Campaigns", about="The customers that campaigns turn to.")

routes.list("/v1/campaign-members", rpc="list_members", right=contract.READ, listing=contract.LISTING)
routes.list(
    "/v1/campaigns/<campaign_id>/members",
    rpc="list_campaign_members",
    right=contract.READ,
    listing=contract.LISTING,
)
routes.create(
    "/v1/campaigns/<campaign_id>/members",
    rpc="invite_customer",
    right=contract.INVITE,
    takes=contract.InviteCustomer,
    gives=contract.MemberView,
    location="/v1/campaign-members/{id}",
    refuses=(404, 409, 422),
)
routes.read(
    "/v1/campaign-members/<member_id>", rpc="get_campaign_member", right=contract.READ, gives=contract.MemberView
)
routes.change(
    "/v1/campaign-members/<member_id>",
    rpc="change_campaign_member",
    right=contract.CHANGE,
    takes=contract.ChangeMember,
    gives=contract.MemberView,
    refuses=(409,),
)
routes.history("/v1/campaign-members/<member_id>/history", rpc="list_campaign_member_history", right=contract.READ)
routes.act(
    "/v1/campaign-members/<member_id>/respond",
    rpc="note_member_response",
    right=contract.RESPOND,
    takes=NoBody,
    gives=contract.MemberView,
)
routes.act(
    "/v1/campaign-members/<member_id>/decline",
    rpc="decline_campaign_member",
    right=contract.DECLINE,
    takes=ReasonBody,
    gives=contract.MemberView,
)
