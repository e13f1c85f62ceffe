"""Where the processes are asked for."""

from dataclasses import asdict

from services.sales.processes import queries
from shared.contracts.payload import Payload
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class ProcessEntrypoints(Entrypoints):
    @rpc
    def list_processes(self) -> Payload:
        return {"data": [asdict(process) for process in queries.list_processes()]}
