"""The public form of a campaign, and the list of who filled it in."""

from gateway.http.routes import Routes
from shared.contracts.channels import WEB
from shared.contracts.marketing import captures as contract

routes = Routes("captures", service="marketing", tag="Campaigns", about="What people left in public forms.")

routes.open(
    "/v1/forms/<form_key>/submissions",
    rpc="submit_form",
    takes=contract.SubmitForm,
    gives=contract.FormReceived,
    status=202,
    per_minute=20,
    tells_address=True,
    refuses=(422,),
    channel=WEB,
    about="Leave name and address in a campaign's form; needs no sign-in.",
)
routes.list(
    "/v1/campaigns/<campaign_id>/captures",
    rpc="list_campaign_captures",
    right=contract.READ,
    listing=contract.LISTING,
)
