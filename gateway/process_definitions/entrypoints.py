"""Where definitions of processes meet the message bus."""

from gateway.process_definitions import commands, queries
from shared.contracts.gateway.process_definitions import (
    ChangeProcess,
    DefineProcess,
    ProcessDefinitionRow,
    ProcessDefinitionView,
)
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class ProcessDefinitionEntrypoints(Entrypoints):
    @rpc
    def list_process_definitions(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_process_definitions(session, self.actor, query)

    @rpc
    def get_process_definition(self, process_definition_id: str) -> Payload:
        with self.read() as session:
            found = queries.get_process_definition(session, self.actor, process_definition_id)
            return reply(ProcessDefinitionView, found)

    @rpc
    def list_process_definition_history(self, process_definition_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_process_definition_history(session, self.actor, process_definition_id, after)

    @rpc
    def define_process(self, request: Payload) -> Payload:
        form = DefineProcess().load(request)
        with self.work() as session:
            return reply(ProcessDefinitionView, commands.define_process(session, self.actor, **form))

    @rpc
    def change_process(self, process_definition_id: str, request: Payload) -> Payload:
        form = ChangeProcess().load(request)
        with self.work() as session:
            changed = commands.change_process(session, self.actor, process_definition_id, **form)
            return reply(ProcessDefinitionView, changed)

    @rpc
    def retire_process(self, process_definition_id: str) -> Payload:
        with self.work() as session:
            return reply(ProcessDefinitionView, commands.retire_process(session, self.actor, process_definition_id))

    @rpc
    def import_process_definitions(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For imports."""
        read, mode = read_rows(ProcessDefinitionRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(commands.import_process_definitions(session, self.actor, mode, read))
