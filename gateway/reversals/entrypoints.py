"""Where reversals meet the message bus; the gateway's own jobs call here."""

from gateway.reversals import commands
from gateway.reversals.commands import settings
from shared.contracts.payload import Payload
from shared.contracts.undoing import undone_reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class ReversalEntrypoints(Entrypoints):
    @rpc
    def undo_org_units(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(commands.undo_org_units(session, self.actor, job_id, record_ids))

    @rpc
    def undo_departments(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(commands.undo_departments(session, self.actor, job_id, record_ids))

    @rpc
    def undo_people(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(commands.undo_people(session, self.actor, job_id, record_ids))

    @rpc
    def undo_positions(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(settings.undo_positions(session, self.actor, job_id, record_ids))

    @rpc
    def undo_groups(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(settings.undo_groups(session, self.actor, job_id, record_ids))

    @rpc
    def undo_process_definitions(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(settings.undo_process_definitions(session, self.actor, job_id, record_ids))

    @rpc
    def undo_picklists(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(settings.undo_picklists(session, self.actor, job_id, record_ids))

    @rpc
    def undo_picklist_values(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(settings.undo_picklist_values(session, self.actor, job_id, record_ids))

    @rpc
    def undo_custom_fields(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(settings.undo_custom_fields(session, self.actor, job_id, record_ids))

    @rpc
    def undo_views(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(settings.undo_views(session, self.actor, job_id, record_ids))
