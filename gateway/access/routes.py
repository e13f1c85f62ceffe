"""The routes about oneself and about rights."""

from gateway.http.routes import Routes
from shared.contracts.gateway import access as contract
from shared.contracts.gateway import groups, people
from shared.contracts.rights import SIGNED_IN_ANYHOW

routes = Routes("access", service="gateway", tag="Access", about="Who one is, and what one may do.")
routes.read("/v1/me", rpc="get_me", right=SIGNED_IN_ANYHOW, gives=contract.MeView, for_partners=True)
routes.read("/v1/rights", rpc="list_rights", right=groups.READ, gives=contract.RightsView)
routes.act(
    "/v1/people/<person_id>/link-customer",
    rpc="link_person_to_customer",
    right=people.LINK_CUSTOMER,
    takes=people.LinkCustomer,
    gives=people.PersonView,
    about="Makes somebody a person of the customer: groups that reach as far as `customer` show them what is theirs.",
)
