"""Where undos meet the message bus; the gateway's jobs call here."""

from services.messaging.plans.commands.undoing import undo_plans
from services.messaging.schedules.commands.undoing import undo_schedules
from shared.contracts.payload import Payload
from shared.contracts.undoing import undone_reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class UndoEntrypoints(Entrypoints):
    @rpc
    def undo_plans(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_plans(session, self.actor, job_id, record_ids))

    @rpc
    def undo_schedules(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_schedules(session, self.actor, job_id, record_ids))
