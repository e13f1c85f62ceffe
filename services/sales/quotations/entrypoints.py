"""Where quotations meet the message bus, and the timer that closes those whose time is over."""

from services.sales.quotations import commands, queries
from shared.actor import system_actor
from shared.bus.timers import every
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.quotations import ChangeQuotation, CreateQuotation, QuotationView, ReviseQuotation
from shared.entrypoints import Entrypoints
from shared.rpc import rpc

HOUR = 3600.0


class QuotationEntrypoints(Entrypoints):
    @every(lambda _: HOUR)
    def expire_overdue_quotations(self) -> None:
        """A hundred at a time, each hundred in a transaction of its own, until none is left."""
        while self._expire_batch() == commands.BATCH:
            continue

    def _expire_batch(self) -> int:
        with self.work() as session:
            return commands.expire_overdue_quotations(session, system_actor(self.name))

    @rpc
    def create_quotation(self, request: Payload) -> Payload:
        form = CreateQuotation().load(request)
        with self.work() as session:
            return reply(QuotationView, commands.create_quotation(session, self.actor, **form))

    @rpc
    def get_quotation(self, quotation_id: str) -> Payload:
        with self.read() as session:
            return reply(QuotationView, queries.get_quotation(session, self.actor, quotation_id))

    @rpc
    def list_quotations(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_quotations(session, self.actor, query)

    @rpc
    def list_quotation_history(self, quotation_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_quotation_history(session, self.actor, quotation_id, after)

    @rpc
    def change_quotation(self, quotation_id: str, request: Payload) -> Payload:
        form = ChangeQuotation().load(request)
        with self.work() as session:
            return reply(QuotationView, commands.change_quotation(session, self.actor, quotation_id, **form))

    @rpc
    def send_quotation(self, quotation_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(QuotationView, commands.send_quotation(session, self.actor, quotation_id))

    @rpc
    def accept_quotation(self, quotation_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(QuotationView, commands.accept_quotation(session, self.actor, quotation_id))

    @rpc
    def refuse_quotation(self, quotation_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(QuotationView, commands.refuse_quotation(session, self.actor, quotation_id, **form))

    @rpc
    def expire_quotation(self, quotation_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(QuotationView, commands.expire_quotation(session, self.actor, quotation_id))

    @rpc
    def revise_quotation(self, quotation_id: str, request: Payload) -> Payload:
        form = ReviseQuotation().load(request)
        with self.work() as session:
            return reply(QuotationView, commands.revise_quotation(session, self.actor, quotation_id, **form))
