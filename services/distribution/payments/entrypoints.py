"""Where payments meet the message bus."""

from services.distribution.payments import commands, queries
from shared.contracts.distribution.payments import PaymentView, PostPayment
from shared.contracts.fields import ReasonBody
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class PaymentEntrypoints(Entrypoints):
    @rpc
    def post_payment(self, order_id: str, request: Payload) -> Payload:
        form = PostPayment().load(request)
        with self.work() as session:
            return reply(PaymentView, commands.post_payment(session, self.actor, order_id, **form))

    @rpc
    def get_payment(self, payment_id: str) -> Payload:
        with self.ask() as database:
            return queries.show_payment(database, self.actor, payment_id)

    @rpc
    def list_payments(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_payments(session, self.actor, query)

    @rpc
    def list_order_payments(self, order_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_order_payments(session, self.actor, order_id, query)

    @rpc
    def list_payment_history(self, payment_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_payment_history(session, self.actor, payment_id, after)

    @rpc
    def reverse_payment(self, payment_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(PaymentView, commands.reverse_payment(session, self.actor, payment_id, **form))
