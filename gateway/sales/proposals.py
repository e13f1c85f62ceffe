"""The public route of proposals; they are read where the other files of the deal are."""

from gateway.http.routes import Routes
from shared.contracts.sales import opportunities, proposals
from shared.contracts.sales.attachments import AttachmentView

routes = Routes(
    "proposals",
    service="sales",
    tag="Proposals",
    about="Documents made from a template and what is known of a deal.",
    for_partners=False,
)

routes.act(
    "/v1/opportunities/<opportunity_id>/proposals",
    rpc="generate_proposal",
    right=opportunities.CHANGE,
    takes=proposals.GenerateProposal,
    gives=AttachmentView,
    status=201,
    about="Make a proposal and attach it to the deal; each one is the next version among its files.",
)
