"""Where carts meet the message bus."""

from typing import Any

from services.sales.carts import commands, queries
from services.sales.carts.commands import checking_out
from shared.contracts.fields import NoBody
from shared.contracts.payload import Payload
from shared.contracts.sales.carts import CheckOutCart, OpenCart, PutIntoCart, TakeOutOfCart
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class CartEntrypoints(Entrypoints):
    def _ask_stock(self, service: str, method: str, **arguments: Any) -> Any:
        """As whoever checks out, in a bulk too."""
        return self.bus.on_behalf_of(self.actor, checking_out.ASK_SECONDS).call(service, method, **arguments).result

    @rpc
    def open_cart(self, request: Payload) -> Payload:
        form = OpenCart().load(request)
        with self.work() as session:
            return queries.show_cart(session, self.actor, commands.open_cart(session, self.actor, **form))

    @rpc
    def get_cart(self, cart_id: str) -> Payload:
        with self.read() as session:
            return queries.show_cart(session, self.actor, queries.get_cart(session, self.actor, cart_id))

    @rpc
    def list_carts(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_carts(session, self.actor, query)

    @rpc
    def list_cart_history(self, cart_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_cart_history(session, self.actor, cart_id, after)

    @rpc
    def put_into_cart(self, cart_id: str, request: Payload) -> Payload:
        form = PutIntoCart().load(request)
        with self.work() as session:
            cart = commands.put_into_cart(session, self.actor, cart_id, **form)
            return queries.show_cart(session, self.actor, cart)

    @rpc
    def take_out_of_cart(self, cart_id: str, request: Payload) -> Payload:
        form = TakeOutOfCart().load(request)
        with self.work() as session:
            cart = commands.take_out_of_cart(session, self.actor, cart_id, **form)
            return queries.show_cart(session, self.actor, cart)

    @rpc
    def check_out_cart(self, cart_id: str, request: Payload) -> Payload:
        form = CheckOutCart().load(request)
        self.before_work()
        counted = checking_out.count_stock(self.database, self._ask_stock, self.actor, cart_id)
        with self.work() as session:
            cart = checking_out.check_out_cart(session, self.actor, cart_id, counted, **form)
            return queries.show_cart(session, self.actor, cart)

    @rpc
    def abandon_cart(self, cart_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return queries.show_cart(session, self.actor, commands.abandon_cart(session, self.actor, cart_id))
