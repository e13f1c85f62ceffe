"""Where undos meet the message bus; the gateway's jobs call here."""

from sqlalchemy.orm import Session

from services.marketing.campaigns.commands import undo_campaigns
from services.marketing.members.commands.undoing import undo_members
from services.marketing.members.queries import has_members
from services.marketing.undos import rules
from shared.contracts.payload import Payload
from shared.contracts.undoing import undone_reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class UndoEntrypoints(Entrypoints):
    @rpc
    def undo_campaigns(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_campaigns(session, self.actor, job_id, record_ids, _ensure_unused))

    @rpc
    def undo_members(self, job_id: str, record_ids: list[str]) -> Payload:
        with self.work() as session:
            return undone_reply(undo_members(session, self.actor, job_id, record_ids))


def _ensure_unused(session: Session, campaign_id: str) -> None:
    rules.ensure_unused(has_members(session, campaign_id))
