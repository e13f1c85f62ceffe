"""Where exceptions from prices meet the message bus."""

from services.sales.price_exceptions import commands, queries
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.price_exceptions import PriceExceptionView, RequestPriceException
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class PriceExceptionEntrypoints(Entrypoints):
    @rpc
    def request_price_exception(self, request: Payload) -> Payload:
        form = RequestPriceException().load(request)
        with self.work() as session:
            return reply(PriceExceptionView, commands.request_price_exception(session, self.actor, **form))

    @rpc
    def get_price_exception(self, price_exception_id: str) -> Payload:
        with self.read() as session:
            return reply(PriceExceptionView, queries.get_price_exception(session, self.actor, price_exception_id))

    @rpc
    def list_price_exceptions(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_price_exceptions(session, self.actor, query)

    @rpc
    def list_price_exception_history(self, price_exception_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_price_exception_history(session, self.actor, price_exception_id, after)

    @rpc
    def approve_price_exception(self, price_exception_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            approved = commands.approve_price_exception(session, self.actor, price_exception_id)
            return reply(PriceExceptionView, approved)

    @rpc
    def refuse_price_exception(self, price_exception_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            refused = commands.refuse_price_exception(session, self.actor, price_exception_id, **form)
            return reply(PriceExceptionView, refused)

    @rpc
    def withdraw_price_exception(self, price_exception_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            withdrawn = commands.withdraw_price_exception(session, self.actor, price_exception_id)
            return reply(PriceExceptionView, withdrawn)
