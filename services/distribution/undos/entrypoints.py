"""Where undos meet the message bus; the gateway's jobs call here."""

from services.distribution.undos.commands import undo_unused_items, undo_unused_warehouses
from shared.contracts.payload import Payload
from shared.contracts.undoing import undone_reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class UndoEntrypoints(Entrypoints):
    @rpc
    def undo_items(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_unused_items(session, self.actor, job_id, record_ids))

    @rpc
    def undo_warehouses(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_unused_warehouses(session, self.actor, job_id, record_ids))
