"""Where items meet the message bus."""

from sqlalchemy.orm import Session

from services.distribution.items import commands, queries
from shared.actor import Actor
from shared.contracts.distribution.items import ChangeItem, CreateItem, ItemRow, ItemView
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.products import ProductChanged, ProductCreated
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import handles, rpc


class ItemEntrypoints(Entrypoints):
    @rpc
    def create_item(self, request: Payload) -> Payload:
        form = CreateItem().load(request)
        with self.work() as session:
            return reply(ItemView, commands.create_item(session, self.actor, **form))

    @rpc
    def get_item(self, item_id: str) -> Payload:
        with self.read() as session:
            return reply(ItemView, queries.get_item(session, item_id))

    @rpc
    def list_items(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_items(session, query)

    @rpc
    def list_item_history(self, item_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_item_history(session, item_id, after)

    @rpc
    def change_item(self, item_id: str, request: Payload) -> Payload:
        form = ChangeItem().load(request)
        with self.work() as session:
            return reply(ItemView, commands.change_item(session, self.actor, item_id, **form))

    @rpc
    def import_items(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(ItemRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(commands.import_items(session, self.actor, mode, read))

    @handles(ProductCreated)
    def take_new_product(self, session: Session, actor: Actor, event: ProductCreated) -> None:
        commands.take_new_product(session, actor, event.product_id, event.code, event.name)

    @handles(ProductChanged)
    def take_changed_product(self, session: Session, actor: Actor, event: ProductChanged) -> None:
        commands.follow_product(session, actor, event.product_id, event.code, event.name)
