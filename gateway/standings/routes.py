"""The route of standings."""

from gateway.http.routes import Routes
from shared.contracts.gateway import people
from shared.contracts.gateway import standings as contract

routes = Routes("standings", service="gateway", tag="Access", about="Where somebody stood, and what they could reach.")
routes.report(
    "/v1/access/standing",
    rpc="get_standing",
    right=people.READ,
    takes_query=contract.StandingQuery,
    gives=contract.StandingView,
    refuses=(404, 422),
    about="What somebody could see on a day: their unit, superiors, groups and rights then, and what these covered.",
)
