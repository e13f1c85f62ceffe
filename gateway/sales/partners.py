"""The public routes of the partners in deals: for colleagues alone, since partners are told nothing of each other."""

from gateway.http.routes import Routes
from shared.contracts.sales import partners as contract

routes = Routes(
    "partners",
    service="sales",
    tag="Opportunities",
    about="The agents and dealers with whom the house works on a deal.",
    for_partners=False,
)

OF_DEAL = "/v1/opportunities/<opportunity_id>/partners"

routes.act(
    OF_DEAL,
    rpc="link_partner",
    right=contract.LINK,
    takes=contract.LinkPartner,
    gives=contract.PartnerView,
    status=201,
    about="Link a partner to an open deal: the people of its unit, and of those below, see the deal from now on.",
)
routes.read(
    OF_DEAL,
    rpc="list_partners",
    right=contract.READ,
    gives=contract.PartnersView,
    about="All partners of a deal, in the order in which they were linked.",
)
routes.remove(f"{OF_DEAL}/<partner_id>", rpc="unlink_partner", right=contract.UNLINK)
