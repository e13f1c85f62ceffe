"""Where stores meet the message bus."""

from services.sales.stores import commands, queries
from services.sales.stores.commands import assorting
from shared.contracts.fields import NoBody
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.stores import ChangeStore, CreateStore, DelistProduct, ListProduct, StoreView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class StoreEntrypoints(Entrypoints):
    @rpc
    def create_store(self, request: Payload) -> Payload:
        form = CreateStore().load(request)
        with self.work() as session:
            return reply(StoreView, commands.create_store(session, self.actor, **form))

    @rpc
    def get_store(self, store_id: str) -> Payload:
        with self.read() as session:
            return reply(StoreView, queries.get_store(session, self.actor, store_id))

    @rpc
    def list_stores(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_stores(session, self.actor, query)

    @rpc
    def list_store_history(self, store_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_store_history(session, self.actor, store_id, after)

    @rpc
    def list_store_assortment(self, store_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_assortment(session, self.actor, store_id, query)

    @rpc
    def browse_store_catalogue(self, store_id: str, query: Payload, languages: list[str] | None = None) -> Payload:
        with self.read() as session:
            return queries.browse_catalogue(session, self.actor, store_id, query, languages)

    @rpc
    def change_store(self, store_id: str, request: Payload) -> Payload:
        form = ChangeStore().load(request)
        with self.work() as session:
            return reply(StoreView, commands.change_store(session, self.actor, store_id, **form))

    @rpc
    def publish_store(self, store_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(StoreView, commands.publish_store(session, self.actor, store_id))

    @rpc
    def withdraw_store(self, store_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(StoreView, commands.withdraw_store(session, self.actor, store_id))

    @rpc
    def list_store_product(self, store_id: str, request: Payload) -> Payload:
        form = ListProduct().load(request)
        with self.work() as session:
            return reply(StoreView, assorting.list_product(session, self.actor, store_id, **form))

    @rpc
    def delist_store_product(self, store_id: str, request: Payload) -> Payload:
        form = DelistProduct().load(request)
        with self.work() as session:
            return reply(StoreView, assorting.delist_product(session, self.actor, store_id, **form))
