"""The routes of the system's condition and its limits."""

from gateway.http.routes import Routes
from shared.contracts.gateway import system as contract

routes = Routes("system", service="gateway", tag="Operation")
routes.read(
    "/v1/system/status",
    rpc="get_system_status",
    right=contract.READ,
    gives=contract.SystemStatusView,
    about="Each service with its instances, queue, lag, errors, database and disk; the last backup; the warnings.",
)
routes.read("/v1/system/thresholds", rpc="get_thresholds", right=contract.READ, gives=contract.ThresholdsView)
routes.change(
    "/v1/system/thresholds",
    rpc="change_thresholds",
    right=contract.CHANGE,
    takes=contract.ChangeThresholds,
    gives=contract.ThresholdsView,
    about="Set the limits at which the system warns: one message, one event and a line in the status until cleared.",
)
