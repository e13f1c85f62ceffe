"""The public routes of the contacts that take part in deals: for colleagues alone."""

from gateway.http.routes import Routes
from shared.contracts.newest import NewestQuery
from shared.contracts.sales import stakeholders as contract
from shared.contracts.sales.opportunities import CHANGE, READ

routes = Routes(
    "stakeholders",
    service="sales",
    tag="Opportunities",
    about="Who decides about a deal, who uses what is sold, who introduced us.",
    for_partners=False,
)

OF_DEAL = "/v1/opportunities/<opportunity_id>/stakeholders"

routes.act(
    OF_DEAL,
    rpc="link_contact",
    right=CHANGE,
    takes=contract.LinkContact,
    gives=contract.StakeholderView,
    status=201,
    about="Link a contact to an open deal, in a role.",
)
routes.report(
    OF_DEAL,
    rpc="list_stakeholders",
    right=READ,
    takes_query=NewestQuery,
    gives=contract.StakeholdersView,
    refuses=(404,),
    about="The contacts in sight that take part in a deal, those linked last first.",
)
routes.remove(f"{OF_DEAL}/<stakeholder_id>", rpc="unlink_contact", right=CHANGE, refuses=(409,))
routes.report(
    "/v1/contacts/<contact_id>/opportunities",
    rpc="list_contact_opportunities",
    right=READ,
    takes_query=NewestQuery,
    gives=contract.StakeholdersView,
    refuses=(404,),
    about="The deals in sight that a contact takes part in, and as what.",
)
