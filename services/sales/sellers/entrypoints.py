"""Where sellers meet the message bus, and the timer that lets leaves begin and end."""

from services.sales.sellers import commands, queries
from shared.actor import system_actor
from shared.bus.timers import every
from shared.contracts.fields import NoBody
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.sellers import ChangeSeller, DefineSeller, SellerView, SetLeave
from shared.entrypoints import Entrypoints
from shared.rpc import rpc

HOUR = 3600.0


class SellerEntrypoints(Entrypoints):
    @every(lambda _: HOUR)
    def keep_seller_leaves(self) -> None:
        """A hundred at a time, each hundred in a transaction of its own, until none is left."""
        while self._keep_batch_of_leaves() == commands.BATCH:
            continue

    def _keep_batch_of_leaves(self) -> int:
        with self.work() as session:
            return commands.keep_leaves(session, system_actor(self.name))

    @rpc
    def define_seller(self, request: Payload) -> Payload:
        form = DefineSeller().load(request)
        with self.work() as session:
            return reply(SellerView, commands.define_seller(session, self.actor, **form))

    @rpc
    def get_seller(self, seller_id: str) -> Payload:
        with self.read() as session:
            return queries.show_seller(session, self.actor, seller_id)

    @rpc
    def list_sellers(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_sellers(session, self.actor, query)

    @rpc
    def list_seller_history(self, seller_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_seller_history(session, self.actor, seller_id, after)

    @rpc
    def change_seller(self, seller_id: str, request: Payload) -> Payload:
        form = ChangeSeller().load(request)
        with self.work() as session:
            return reply(SellerView, commands.change_seller(session, self.actor, seller_id, **form))

    @rpc
    def deactivate_seller(self, seller_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(SellerView, commands.deactivate_seller(session, self.actor, seller_id))

    @rpc
    def activate_seller(self, seller_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(SellerView, commands.activate_seller(session, self.actor, seller_id))

    @rpc
    def set_seller_leave(self, seller_id: str, request: Payload) -> Payload:
        form = SetLeave().load(request)
        with self.work() as session:
            return reply(SellerView, commands.set_seller_leave(session, self.actor, seller_id, **form))

    @rpc
    def end_seller_leave(self, seller_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(SellerView, commands.end_seller_leave(session, self.actor, seller_id))
