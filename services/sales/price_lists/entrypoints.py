"""Where price lists meet the message bus."""

from services.sales.price_lists import commands, queries
from services.sales.price_lists.commands.importing import import_listed_prices as load_prices
from services.sales.price_lists.commands.importing import import_price_lists as load_lists
from shared.contracts.fields import NoBody
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.price_lists import (
    ChangePriceList,
    CreatePriceList,
    ListedPriceRow,
    PriceListRow,
    PriceListView,
    PriceOfListView,
)
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class PriceListEntrypoints(Entrypoints):
    @rpc
    def create_price_list(self, request: Payload) -> Payload:
        form = CreatePriceList().load(request)
        with self.work() as session:
            return reply(PriceListView, commands.create_price_list(session, self.actor, **form))

    @rpc
    def get_price_list(self, price_list_id: str) -> Payload:
        with self.read() as session:
            return reply(PriceListView, queries.get_price_list(session, price_list_id))

    @rpc
    def list_price_lists(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_price_lists(session, query)

    @rpc
    def list_price_list_history(self, price_list_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_price_list_history(session, price_list_id, after)

    @rpc
    def change_price_list(self, price_list_id: str, request: Payload) -> Payload:
        form = ChangePriceList().load(request)
        with self.work() as session:
            return reply(PriceListView, commands.change_price_list(session, self.actor, price_list_id, **form))

    @rpc
    def withdraw_price_list(self, price_list_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(PriceListView, commands.withdraw_price_list(session, self.actor, price_list_id))

    @rpc
    def reinstate_price_list(self, price_list_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(PriceListView, commands.reinstate_price_list(session, self.actor, price_list_id))

    @rpc
    def list_listed_prices(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_every_price(session, query)

    @rpc
    def get_listed_price(self, listed_price_id: str) -> Payload:
        with self.read() as session:
            return reply(PriceOfListView, queries.get_listed_price(session, listed_price_id))

    @rpc
    def import_price_lists(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(PriceListRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(load_lists(session, self.actor, mode, read))

    @rpc
    def import_listed_prices(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(ListedPriceRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(load_prices(session, self.actor, mode, read))
