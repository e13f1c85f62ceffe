"""Where quotas meet the message bus."""

from services.sales.quotas import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.quotas import AttainmentView, ChangeQuota, QuotaView, SetQuota
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class QuotaEntrypoints(Entrypoints):
    @rpc
    def set_quota(self, request: Payload) -> Payload:
        form = SetQuota().load(request)
        with self.work() as session:
            return reply(QuotaView, commands.set_quota(session, self.actor, **form))

    @rpc
    def get_quota(self, quota_id: str) -> Payload:
        with self.read() as session:
            return reply(QuotaView, queries.get_quota(session, self.actor, quota_id))

    @rpc
    def list_quotas(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_quotas(session, self.actor, query)

    @rpc
    def list_quota_history(self, quota_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_quota_history(session, self.actor, quota_id, after)

    @rpc
    def change_quota(self, quota_id: str, request: Payload) -> Payload:
        form = ChangeQuota().load(request)
        with self.work() as session:
            return reply(QuotaView, commands.change_quota(session, self.actor, quota_id, **form))

    @rpc
    def attain_quota(self, quota_id: str) -> Payload:
        with self.read() as session:
            return reply(AttainmentView, queries.attain(session, self.actor, quota_id))
