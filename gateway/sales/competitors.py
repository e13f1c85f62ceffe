"""The public routes of the competitors in deals: for colleagues alone."""

from gateway.http.routes import Routes
from shared.contracts.sales import competitors as contract
from shared.contracts.sales.opportunities import CHANGE, READ

routes = Routes(
    "competitors",
    service="sales",
    tag="Opportunities",
    about="Who else wants a deal, and what speaks for and against them.",
    for_partners=False,
)

OF_DEAL = "/v1/opportunities/<opportunity_id>/competitors"

routes.act(
    OF_DEAL,
    rpc="name_competitor",
    right=CHANGE,
    takes=contract.NameCompetitor,
    gives=contract.CompetitorView,
    status=201,
    refuses=(409,),
    about="Name somebody else who wants an open deal.",
)
routes.read(
    OF_DEAL,
    rpc="list_competitors",
    right=READ,
    gives=contract.CompetitorsView,
    about="All competitors in a deal, by name; of a lost deal with the one who won it.",
)
routes.act(
    f"{OF_DEAL}/<competitor_id>/assess",
    rpc="assess_competitor",
    right=CHANGE,
    takes=contract.AssessCompetitor,
    gives=contract.CompetitorView,
    refuses=(409,),
    about="Say what speaks for and against a competitor; what is left out stays.",
)
routes.remove(f"{OF_DEAL}/<competitor_id>", rpc="remove_competitor", right=CHANGE, refuses=(409,))
