"""Where commission splits meet the message bus."""

from services.sales.commission_splits import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.commission_splits import ChangeCommissionSplit, CommissionSplitView, SetCommissionSplit
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class CommissionSplitEntrypoints(Entrypoints):
    @rpc
    def set_commission_split(self, request: Payload) -> Payload:
        form = SetCommissionSplit().load(request)
        with self.work() as session:
            return reply(CommissionSplitView, commands.set_commission_split(session, self.actor, **form))

    @rpc
    def get_commission_split(self, split_id: str) -> Payload:
        with self.read() as session:
            return reply(CommissionSplitView, queries.get_commission_split(session, self.actor, split_id))

    @rpc
    def list_commission_splits(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_commission_splits(session, self.actor, query)

    @rpc
    def list_commission_split_history(self, split_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_commission_split_history(session, self.actor, split_id, after)

    @rpc
    def change_commission_split(self, split_id: str, request: Payload) -> Payload:
        form = ChangeCommissionSplit().load(request)
        with self.work() as session:
            return reply(CommissionSplitView, commands.change_commission_split(session, self.actor, split_id, **form))
