"""The routes of planned changes; they are planned by moving somebody, or adding them to a group, from a day on."""

from gateway.http.routes import Routes
from shared.contracts.gateway import planned_changes as contract

routes = Routes(
    "planned-changes",
    service="gateway",
    tag="Organisation",
    about="Moves and memberships that begin or end on a day to come, and take effect by themselves.",
)
routes.list("/v1/planned-changes", rpc="list_planned_changes", right=contract.READ, listing=contract.LISTING)
routes.read(
    "/v1/planned-changes/<planned_change_id>",
    rpc="get_planned_change",
    right=contract.READ,
    gives=contract.PlannedChangeView,
)
routes.history(
    "/v1/planned-changes/<planned_change_id>/history", rpc="list_planned_change_history", right=contract.READ
)
routes.act(
    "/v1/planned-changes/<planned_change_id>/cancel",
    rpc="cancel_planned_change",
    right=contract.CANCEL,
    gives=contract.PlannedChangeView,
)
