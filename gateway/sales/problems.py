"""The public routes of the problems on deals: for colleagues alone."""

from gateway.http.routes import Routes
from shared.contracts.newest import NewestQuery
from shared.contracts.sales import problems as contract
from shared.contracts.sales.opportunities import CHANGE, READ

routes = Routes(
    "problems",
    service="sales",
    tag="Opportunities",
    about="What stands in the way of a deal, and in which stage it occurred.",
    for_partners=False,
)

OF_DEAL = "/v1/opportunities/<opportunity_id>/problems"

routes.act(
    OF_DEAL,
    rpc="report_problem",
    right=CHANGE,
    takes=contract.ReportProblem,
    gives=contract.OpportunityProblemView,
    status=201,
    about="Report a problem on an open deal, of a type of the list `opportunity_problem`. The stage in which the deal "
    "stands is kept with it, and the day.",
)
routes.report(
    OF_DEAL,
    rpc="list_problems",
    right=READ,
    takes_query=NewestQuery,
    gives=contract.OpportunityProblemsView,
    refuses=(404,),
    about="The problems on a deal, open and resolved, those reported last first.",
)
routes.act(
    f"{OF_DEAL}/<problem_id>/resolve",
    rpc="resolve_problem",
    right=CHANGE,
    takes=contract.ResolveProblem,
    gives=contract.OpportunityProblemView,
    refuses=(409,),
    about="Say how a problem was got out of the way.",
)
routes.remove(
    f"{OF_DEAL}/<problem_id>",
    rpc="withdraw_problem",
    right=CHANGE,
    refuses=(409,),
    about="Take back a problem that was reported by mistake; no report counts it any more.",
)
