"""Where undos meet the message bus; the gateway's jobs call here."""

from services.service_desk.agents.commands.undoing import undo_agents
from services.service_desk.agreements.commands.undoing import undo_agreements
from services.service_desk.articles.commands.undoing import undo_articles
from services.service_desk.requests.commands.undoing import undo_requests
from shared.contracts.payload import Payload
from shared.contracts.undoing import undone_reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class UndoEntrypoints(Entrypoints):
    @rpc
    def undo_agents(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_agents(session, self.actor, job_id, record_ids))

    @rpc
    def undo_agreements(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_agreements(session, self.actor, job_id, record_ids))

    @rpc
    def undo_articles(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_articles(session, self.actor, job_id, record_ids))

    @rpc
    def undo_requests(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_requests(session, self.actor, job_id, record_ids))
