"""The public routes of dashboards, and their data: each report asked as the reader, by that report's own right."""

import time
from functools import partial
from typing import Any

import orjson
from flask import Response, g, request

from gateway.http.admission import authenticate, credential_of
from gateway.http.door import Door
from gateway.http.ports import Principal
from gateway.http.routes import Routes
from gateway.reporting.answering import answered
from shared.contracts.payload import reply
from shared.contracts.reporting import dashboards as contract
from shared.signing import sign_actor

routes = Routes(
    "dashboards",
    service="reporting",
    tag="Dashboards",
    for_partners=False,
    about="Reports side by side, answered together, each for whoever reads them.",
)

ONE = "/v1/dashboards/<dashboard_id>"


def show_dashboard_data(door: Door, dashboard_id: str) -> Response:
    """Every widget with the report as the reader would have it alone, or why there is none. A widget that fails takes
    no other along.
    """
    principal = authenticate(door, request, credential_of(request))
    ask = partial(_ask, door, principal)
    dashboard = ask(contract.READ, "get_dashboard", dashboard_id=dashboard_id)
    widgets = [{**widget, **answered(ask, widget)} for widget in dashboard["widgets"]]
    told = reply(contract.DashboardDataView, {"id": dashboard["id"], "title": dashboard["title"], "widgets": widgets})
    return Response(orjson.dumps(told), content_type="application/json")


def _ask(door: Door, principal: Principal, right: str, rpc: str, **arguments: Any) -> Any:
    """One call as the reader, by this right. Raises `Forbidden` where the reader lacks it, and what the call raises."""
    actor = principal.actor_for(right, for_partners=False)
    told = door.bus.call(
        "reporting",
        rpc,
        actor_token=sign_actor(actor, door.settings.secret),
        deadline=time.time() + door.settings.deadline_seconds,
        context={"traceparent": g.trace.traceparent, "correlation_id": g.trace.trace_id},
        **arguments,
    )
    return orjson.loads(told.body)


routes.list("/v1/dashboards", rpc="list_dashboards", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/dashboards",
    rpc="create_dashboard",
    right=contract.CREATE,
    takes=contract.CreateDashboard,
    gives=contract.DashboardView,
    refuses=(409, 422),
    about="Reports of the catalogue, and reports that people built, each with its parameters and its place.",
)
routes.read(ONE, rpc="get_dashboard", right=contract.READ, gives=contract.DashboardView)
routes.change(
    ONE,
    rpc="change_dashboard",
    right=contract.CHANGE,
    takes=contract.ChangeDashboard,
    gives=contract.DashboardView,
    if_match=True,
    refuses=(422,),
)
routes.remove(ONE, rpc="remove_dashboard", right=contract.REMOVE)
routes.history(f"{ONE}/history", rpc="list_dashboard_history", right=contract.READ)
routes.shares(ONE, noun="dashboard", read=contract.READ, share=contract.SHARE)
routes.serve(
    f"{ONE}/data",
    show_dashboard_data,
    right=contract.READ,
    gives=contract.DashboardDataView,
    refuses=(404,),
    about="All of it with one call, over the facts that the caller sees; each widget says what kept it from showing.",
)
