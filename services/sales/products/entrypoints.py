"""Where products meet the message bus."""

from services.sales.products import commands, queries
from services.sales.products.commands.importing import import_products as load_products
from shared.contracts.fields import NoBody
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.products import ChangeProduct, CreateProduct, ProductRow, ProductView
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class ProductEntrypoints(Entrypoints):
    @rpc
    def create_product(self, request: Payload) -> Payload:
        form = CreateProduct().load(request)
        with self.work() as session:
            return reply(ProductView, commands.create_product(session, self.actor, **form))

    @rpc
    def get_product(self, product_id: str) -> Payload:
        with self.read() as session:
            return reply(ProductView, queries.get_product(session, product_id))

    @rpc
    def list_products(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_products(session, query)

    @rpc
    def list_product_history(self, product_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_product_history(session, product_id, after)

    @rpc
    def change_product(self, product_id: str, request: Payload) -> Payload:
        form = ChangeProduct().load(request)
        with self.work() as session:
            return reply(ProductView, commands.change_product(session, self.actor, product_id, **form))

    @rpc
    def retire_product(self, product_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(ProductView, commands.retire_product(session, self.actor, product_id))

    @rpc
    def reinstate_product(self, product_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(ProductView, commands.reinstate_product(session, self.actor, product_id))

    @rpc
    def import_products(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(ProductRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(load_products(session, self.actor, mode, read))
