"""Where commission statements meet the message bus."""

from datetime import UTC
from decimal import Decimal

from sqlalchemy.orm import Session

from services.sales.commission_statements import commands, queries
from services.sales.commission_statements.commands import Source
from shared.actor import Actor
from shared.bus.envelope import current_envelope
from shared.contracts.distribution.fulfilment import GoodsShipped, PaymentPosted, PaymentReversed, ShipmentVoided
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.commission_statements import PAYMENT, RETURN, SHIPMENT, CommissionStatementView
from shared.contracts.sales.order_returns import OrderReturned, OrderReturnVoided
from shared.entrypoints import Entrypoints
from shared.rpc import handles, rpc


class CommissionStatementEntrypoints(Entrypoints):
    @rpc
    def get_commission_statement(self, statement_id: str) -> Payload:
        with self.read() as session:
            return reply(CommissionStatementView, queries.get_commission_statement(session, self.actor, statement_id))

    @rpc
    def list_commission_statements(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_commission_statements(session, self.actor, query)

    @rpc
    def list_commission_lines(self, statement_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_commission_lines(session, self.actor, statement_id, query)

    @rpc
    def list_commission_statement_history(self, statement_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_commission_statement_history(session, self.actor, statement_id, after)

    @handles(PaymentPosted)
    def credit_payment(self, session: Session, actor: Actor, event: PaymentPosted) -> None:
        source = _heard(PAYMENT, event.payment_id, event.number)
        commands.credit_payment(session, actor, event.order_id, source, Decimal(event.amount))

    @handles(PaymentReversed)
    def take_back_payment(self, session: Session, actor: Actor, event: PaymentReversed) -> None:
        source = _heard(PAYMENT, event.reversal_id or event.payment_id, event.reversal_number)
        commands.take_back(session, actor, event.payment_id, source)

    @handles(GoodsShipped)
    def credit_shipment(self, session: Session, actor: Actor, event: GoodsShipped) -> None:
        source = _heard(SHIPMENT, event.shipment_id, event.number)
        pieces = {line["line_id"]: line["quantity"] for line in event.lines}
        commands.credit_shipment(session, actor, event.order_id, source, pieces)

    @handles(ShipmentVoided)
    def take_back_shipment(self, session: Session, actor: Actor, event: ShipmentVoided) -> None:
        commands.take_back(session, actor, event.shipment_id, _heard(SHIPMENT, event.shipment_id, event.number))

    @handles(OrderReturned)
    def take_back_returned(self, session: Session, actor: Actor, event: OrderReturned) -> None:
        source = _heard(RETURN, event.return_id, event.return_number)
        commands.take_back_returned(session, actor, event.order_id, source)

    @handles(OrderReturnVoided)
    def give_back_returned(self, session: Session, actor: Actor, event: OrderReturnVoided) -> None:
        source = _heard(RETURN, event.return_id, event.return_number)
        commands.take_back_returned(session, actor, event.order_id, source)


def _heard(kind: str, document_id: str, number: str | None) -> Source:
    """The document of the event that is being handled, at its place in its service's log; its day is that in UTC."""
    heard = current_envelope.get()
    if heard is None:
        raise LookupError("A document is credited with the envelope it came in.")
    return Source(kind, document_id, number, heard.position, heard.occurred_at.astimezone(UTC).date())
