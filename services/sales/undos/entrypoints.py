"""Where undos meet the message bus; the gateway's jobs call here."""

from services.sales.contacts.commands.undoing import undo_contacts
from services.sales.leads.commands.undoing import undo_leads
from services.sales.undos.commands import undo_unused_customers, undo_unused_opportunities
from shared.contracts.payload import Payload
from shared.contracts.undoing import undone_reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class UndoEntrypoints(Entrypoints):
    @rpc
    def undo_customers(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_unused_customers(session, self.actor, job_id, record_ids))

    @rpc
    def undo_contacts(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_contacts(session, self.actor, job_id, record_ids))

    @rpc
    def undo_leads(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_leads(session, self.actor, job_id, record_ids))

    @rpc
    def undo_opportunities(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_unused_opportunities(session, self.actor, job_id, record_ids))
