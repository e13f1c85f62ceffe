"""Where runs of processes meet the message bus."""

from gateway.access.queries import actor_of
from gateway.process_definitions import queries as definitions
from gateway.process_runs import commands, queries
from shared.contracts.gateway.process_definitions import NOUNS
from shared.contracts.gateway.process_runs import CompleteStep, ProcessRunView, StartProcess
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class ProcessRunEntrypoints(Entrypoints):
    @rpc
    def list_process_runs(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_process_runs(session, self.actor, query)

    @rpc
    def get_process_run(self, process_run_id: str) -> Payload:
        with self.read() as session:
            return reply(ProcessRunView, queries.get_process_run(session, self.actor, process_run_id))

    @rpc
    def list_process_run_history(self, process_run_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_process_run_history(session, self.actor, process_run_id, after)

    @rpc
    def start_process_run(self, request: Payload) -> Payload:
        form = StartProcess().load(request)
        subject = self._subject(form["record_id"], form.get("process_definition_id"), form.get("process"))
        with self.work() as session:
            return reply(ProcessRunView, commands.start_run(session, self.actor, **subject))

    @rpc
    def complete_process_step(self, process_run_id: str, request: Payload) -> Payload:
        form = CompleteStep().load(request)
        with self.work() as session:
            return reply(ProcessRunView, commands.complete_step(session, self.actor, process_run_id, **form))

    @rpc
    def cancel_process_run(self, process_run_id: str) -> Payload:
        with self.work() as session:
            return reply(ProcessRunView, commands.cancel_run(session, self.actor, process_run_id))

    def _subject(self, record_id: str, process_definition_id: str | None, process: str | None) -> Payload:
        """The definition, the record and its unit, as the caller may read them. No transaction of ours is open while
        the record's service is asked.
        """
        self.before_work()
        with self.read() as session:
            defined = definitions.find_process(session, process_definition_id, process)
            reader = actor_of(session, self.actor.user_id, f"{defined.noun}:read")
        source = NOUNS[defined.noun]
        bus = self.bus.on_behalf_of(reader, self.call.seconds_left())
        record = bus.call(source.service, source.rpc, **{source.parameter: record_id}).result
        return {
            "process_definition_id": defined.id,
            "record_id": record_id,
            "org_unit_id": record["org_unit"]["id"],
        }
