"""Where merges of customers meet the message bus."""

from services.sales.merges import commands, queries
from shared.contracts.newest import NewestQuery
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.merges import MergeCustomer, MergesView, MergeView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class MergeEntrypoints(Entrypoints):
    @rpc
    def merge_customers(self, customer_id: str, request: Payload) -> Payload:
        form = MergeCustomer().load(request)
        with self.work() as session:
            return reply(MergeView, commands.merge_customers(session, self.actor, customer_id, **form))

    @rpc
    def undo_customer_merge(self, customer_id: str, merge_id: str) -> Payload:
        with self.work() as session:
            return reply(MergeView, commands.undo_merge(session, self.actor, customer_id, merge_id))

    @rpc
    def list_customer_merges(self, customer_id: str, query: Payload) -> Payload:
        form = NewestQuery().load(query)
        with self.read() as session:
            return reply(MergesView, queries.list_merges(session, self.actor, customer_id, **form))
