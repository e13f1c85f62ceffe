"""The public routes of requests."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.service_desk import requests as contract

routes = Routes(
    "requests", service="service_desk", tag="Service requests", about="What customers ask for, due by a certain time."
)

routes.list("/v1/requests", rpc="list_requests", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/requests",
    rpc="create_request",
    right=contract.CREATE,
    takes=contract.CreateRequest,
    gives=contract.RequestView,
    refuses=(409, 422),
)
routes.read(
    "/v1/requests/<request_id>",
    rpc="get_request",
    right=contract.READ,
    gives=contract.RequestView,
    is_by_version=False,
)
routes.change(
    "/v1/requests/<request_id>",
    rpc="change_request",
    right=contract.CHANGE,
    takes=contract.ChangeRequest,
    gives=contract.RequestView,
    refuses=(409, 422),
)
routes.read(
    "/v1/requests/<request_id>/clock",
    rpc="show_request_clock",
    right=contract.READ,
    gives=contract.RequestClockView,
    is_by_version=False,
    about="How the request stands against its deadline at this moment, reckoned anew with each answer.",
)
routes.history("/v1/requests/<request_id>/history", rpc="list_request_history", right=contract.READ)
routes.act(
    "/v1/requests/<request_id>/claim",
    rpc="claim_request",
    right=contract.CLAIM,
    takes=NoBody,
    gives=contract.RequestView,
)
routes.act(
    "/v1/requests/<request_id>/release",
    rpc="release_request",
    right=contract.RELEASE,
    takes=NoBody,
    gives=contract.RequestView,
)
routes.act(
    "/v1/requests/<request_id>/reassign",
    rpc="reassign_request",
    right=contract.REASSIGN,
    takes=contract.ReassignRequest,
    gives=contract.RequestView,
)
routes.act(
    "/v1/requests/<request_id>/start",
    rpc="start_request",
    right=contract.START,
    takes=NoBody,
    gives=contract.RequestView,
)
routes.act(
    "/v1/requests/<request_id>/solve",
    rpc="solve_request",
    right=contract.SOLVE,
    takes=contract.SolveRequest,
    gives=contract.RequestView,
)
routes.act(
    "/v1/requests/<request_id>/confirm",
    rpc="confirm_request",
    right=contract.CONFIRM,
    takes=NoBody,
    gives=contract.RequestView,
)
routes.act(
    "/v1/requests/<request_id>/close",
    rpc="close_request",
    right=contract.CLOSE,
    takes=NoBody,
    gives=contract.RequestView,
)
routes.act(
    "/v1/requests/<request_id>/reopen",
    rpc="reopen_request",
    right=contract.REOPEN,
    takes=ReasonBody,
    gives=contract.RequestView,
)
routes.shares("/v1/requests/<request_id>", noun="request", read=contract.READ, share=contract.SHARE)
