"""The routes of process runs."""

from gateway.http.routes import Routes
from shared.contracts.gateway import process_runs as contract

routes = Routes(
    "process-runs",
    service="gateway",
    tag="Processes",
    about="Records on their way through a process: each step waits for a holder of its position.",
)
routes.list("/v1/process-runs", rpc="list_process_runs", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/process-runs",
    rpc="start_process_run",
    right=contract.START,
    takes=contract.StartProcess,
    gives=contract.ProcessRunView,
    refuses=(409,),
    about="Start a process for a record that the caller may read.",
)
routes.read(
    "/v1/process-runs/<process_run_id>", rpc="get_process_run", right=contract.READ, gives=contract.ProcessRunView
)
routes.history("/v1/process-runs/<process_run_id>/history", rpc="list_process_run_history", right=contract.READ)
routes.act(
    "/v1/process-runs/<process_run_id>/complete",
    rpc="complete_process_step",
    right=contract.COMPLETE,
    takes=contract.CompleteStep,
    gives=contract.ProcessRunView,
    about="Complete the step that waits; only a holder of its position, in reach of the record's unit, may.",
)
routes.act(
    "/v1/process-runs/<process_run_id>/cancel",
    rpc="cancel_process_run",
    right=contract.CANCEL,
    gives=contract.ProcessRunView,
)
