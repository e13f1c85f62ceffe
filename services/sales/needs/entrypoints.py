"""Where the needs in deals meet the message bus."""

from services.sales.needs import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.needs import ChangeNeed, NeedsView, NeedView, RecordNeed
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class NeedEntrypoints(Entrypoints):
    @rpc
    def record_need(self, opportunity_id: str, request: Payload) -> Payload:
        form = RecordNeed().load(request)
        with self.work() as session:
            return reply(NeedView, commands.record_need(session, self.actor, opportunity_id, **form))

    @rpc
    def list_needs(self, opportunity_id: str) -> Payload:
        with self.read() as session:
            return reply(NeedsView, {"data": queries.list_needs(session, self.actor, opportunity_id)})

    @rpc
    def change_need(self, opportunity_id: str, need_id: str, request: Payload) -> Payload:
        form = ChangeNeed().load(request)
        with self.work() as session:
            return reply(NeedView, commands.change_need(session, self.actor, opportunity_id, need_id, **form))

    @rpc
    def withdraw_need(self, opportunity_id: str, need_id: str) -> None:
        with self.work() as session:
            commands.withdraw_need(session, self.actor, opportunity_id, need_id)
