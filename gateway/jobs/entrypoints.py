"""Where jobs meet the message bus."""

from gateway.jobs import commands, queries
from shared.contracts.fields import NoBody
from shared.contracts.gateway.jobs import JobDetailView, JobRowQuery, JobRowsView, JobView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class JobEntrypoints(Entrypoints):
    @rpc
    def list_jobs(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_jobs(session, self.actor, query)

    @rpc
    def get_job(self, job_id: str) -> Payload:
        with self.read() as session:
            shown = reply(JobView, queries.get_job(session, self.actor, job_id))
            return shown | reply(JobDetailView, {"errors": queries.first_errors(session, self.actor, job_id)})

    @rpc
    def list_job_results(self, job_id: str, query: Payload) -> Payload:
        form = JobRowQuery().load(query)
        with self.read() as session:
            return reply(JobRowsView, queries.list_rows(session, self.actor, job_id, **form))

    @rpc
    def undo_job(self, job_id: str, request: Payload | None = None) -> Payload:
        NoBody().load(request or {})
        with self.work() as session:
            return reply(JobView, commands.undo_job(session, self.actor, job_id, self.settings.undo_hours))

    @rpc
    def cancel_job(self, job_id: str, request: Payload | None = None) -> Payload:
        NoBody().load(request or {})
        with self.work() as session:
            return reply(JobView, commands.cancel_job(session, self.actor, job_id))
