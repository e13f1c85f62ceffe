"""The routes of process definitions."""

from gateway.http.routes import Routes
from shared.contracts.gateway import process_definitions as contract

routes = Routes(
    "process-definitions",
    service="gateway",
    tag="Processes",
    about="Which position does which step with a record, in which order.",
)
routes.list("/v1/process-definitions", rpc="list_process_definitions", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/process-definitions",
    rpc="define_process",
    right=contract.DEFINE,
    takes=contract.DefineProcess,
    gives=contract.ProcessDefinitionView,
    refuses=(409, 422),
)
routes.read(
    "/v1/process-definitions/<process_definition_id>",
    rpc="get_process_definition",
    right=contract.READ,
    gives=contract.ProcessDefinitionView,
)
routes.history(
    "/v1/process-definitions/<process_definition_id>/history",
    rpc="list_process_definition_history",
    right=contract.READ,
)
routes.change(
    "/v1/process-definitions/<process_definition_id>",
    rpc="change_process",
    right=contract.CHANGE,
    takes=contract.ChangeProcess,
    gives=contract.ProcessDefinitionView,
    refuses=(409, 422),
)
routes.act(
    "/v1/process-definitions/<process_definition_id>/retire",
    rpc="retire_process",
    right=contract.RETIRE,
    gives=contract.ProcessDefinitionView,
)
