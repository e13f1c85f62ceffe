"""The public routes of facts for programs of others."""

from gateway.http.routes import Routes
from shared.contracts.reporting import deal_facts

routes = Routes(
    "facts",
    service="reporting",
    tag="Facts",
    about="What reports are made of, for other programs: flat rows in the order in which they changed.",
    for_partners=False,
)

routes.report(
    "/v1/facts/deals",
    rpc="get_deal_facts",
    right=deal_facts.READ,
    takes_query=deal_facts.DealFactsQuery,
    gives=deal_facts.DealFactsView,
    filed_by="get_deal_facts",
    filed_as=deal_facts.FORMATS,
    about="The facts of deals for other programs, a flat row a deal: those that changed after a key that one has.",
)
