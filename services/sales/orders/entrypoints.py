"""Where orders meet the message bus."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.orders import commands, queries
from services.sales.orders.commands import entering, importing, reopening, saga, sharing
from services.sales.orders.commands.saga import Answer
from shared.actor import Actor
from shared.bus.envelope import current_envelope
from shared.contracts.distribution.fulfilment import (
    CreditNoteCounted,
    CreditNoteFreed,
    GoodsReserved,
    GoodsShipped,
    InvoiceIssued,
    InvoiceVoided,
    PaymentPosted,
    PaymentReversed,
    ReleaseRefused,
    ReservationRefused,
    ReservationReleased,
    ShipmentVoided,
)
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.opportunities import OpportunityView
from shared.contracts.sales.orders import ChangeOrder, CreateOrder, OrderOpportunity, OrderRow, OrderView
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import handles, rpc


class OrderEntrypoints(Entrypoints):
    @rpc
    def create_order(self, request: Payload) -> Payload:
        form = CreateOrder().load(request)
        with self.work() as session:
            return reply(OrderView, entering.create_order(session, self.actor, **form))

    @rpc
    def import_orders(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For imports."""
        read, mode = read_rows(OrderRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(importing.import_orders(session, self.actor, mode, read))

    @rpc
    def order_opportunity(self, opportunity_id: str, request: Payload) -> Payload:
        form = OrderOpportunity().load(request)
        with self.work() as session:
            return reply(OrderView, entering.order_opportunity(session, self.actor, opportunity_id, **form))

    @rpc
    def reopen_opportunity(self, opportunity_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(OpportunityView, reopening.reopen_opportunity(session, self.actor, opportunity_id))

    @rpc
    def get_order(self, order_id: str) -> Payload:
        with self.read() as session:
            return reply(OrderView, queries.get_order(session, self.actor, order_id))

    @rpc
    def list_orders(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_orders(session, self.actor, query)

    @rpc
    def list_customer_orders(self, customer_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_customer_orders(session, self.actor, customer_id, query)

    @rpc
    def list_orders_of_call(self, activity_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_orders_of_call(session, self.actor, activity_id, query)

    @rpc
    def list_order_history(self, order_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_order_history(session, self.actor, order_id, after)

    @rpc
    def change_order(self, order_id: str, request: Payload) -> Payload:
        form = ChangeOrder().load(request)
        with self.work() as session:
            return reply(OrderView, commands.change_order(session, self.actor, order_id, **form))

    @rpc
    def confirm_order(self, order_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(OrderView, commands.confirm_order(session, self.actor, order_id))

    @rpc
    def request_order_reservation(self, order_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(OrderView, commands.request_reservation(session, self.actor, order_id))

    @rpc
    def void_order(self, order_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(OrderView, commands.void_order(session, self.actor, order_id, **form))

    @rpc
    def share_order(self, order_id: str, request: Payload) -> Payload:
        form = ShareRecord().load(request)
        with self.work() as session:
            return reply(ShareView, sharing.share_order(session, self.actor, order_id, **form))

    @rpc
    def list_order_shares(self, order_id: str) -> Payload:
        with self.read() as session:
            return reply(SharesView, sharing.list_shares(session, self.actor, order_id))

    @rpc
    def revoke_order_share(self, order_id: str, share_id: str) -> None:
        with self.work() as session:
            sharing.revoke_share(session, self.actor, order_id, share_id)


class OrderAnswers(Entrypoints):
    """What distribution tells about orders."""

    @handles(GoodsReserved)
    def note_goods_reserved(self, session: Session, actor: Actor, event: GoodsReserved) -> None:
        saga.hear(session, actor, _answer(event.order_id, "goods_reserved", None, lines=event.lines))

    @handles(ReservationRefused)
    def note_reservation_refused(self, session: Session, actor: Actor, event: ReservationRefused) -> None:
        saga.hear(session, actor, _answer(event.order_id, "reservation_refused", None, short=event.short))

    @handles(ReservationReleased)
    def note_reservation_released(self, session: Session, actor: Actor, event: ReservationReleased) -> None:
        saga.hear(session, actor, _answer(event.order_id, "reservation_released", None))

    @handles(ReleaseRefused)
    def note_release_refused(self, session: Session, actor: Actor, event: ReleaseRefused) -> None:
        saga.hear(session, actor, _answer(event.order_id, "release_refused", None, reason=event.reason))

    @handles(GoodsShipped)
    def note_goods_shipped(self, session: Session, actor: Actor, event: GoodsShipped) -> None:
        saga.hear(
            session,
            actor,
            _answer(event.order_id, "goods_shipped", event.shipment_id, number=event.number, lines=event.lines),
        )

    @handles(ShipmentVoided)
    def note_shipment_voided(self, session: Session, actor: Actor, event: ShipmentVoided) -> None:
        saga.hear(
            session,
            actor,
            _answer(event.order_id, "shipment_voided", event.shipment_id, number=event.number, lines=event.lines),
        )

    @handles(InvoiceIssued)
    def note_invoice_issued(self, session: Session, actor: Actor, event: InvoiceIssued) -> None:
        saga.hear(
            session,
            actor,
            _answer(event.order_id, "invoice_issued", event.invoice_id, number=event.number, amount=event.amount),
        )

    @handles(InvoiceVoided)
    def note_invoice_voided(self, session: Session, actor: Actor, event: InvoiceVoided) -> None:
        saga.hear(
            session,
            actor,
            _answer(event.order_id, "invoice_voided", event.invoice_id, number=event.number, amount=event.amount),
        )

    @handles(CreditNoteCounted)
    def note_credit_note_issued(self, session: Session, actor: Actor, event: CreditNoteCounted) -> None:
        detail = {"number": event.number, "amount": event.amount}
        saga.hear(session, actor, _answer(event.order_id, "credit_note_issued", event.credit_note_id, **detail))

    @handles(CreditNoteFreed)
    def note_credit_note_voided(self, session: Session, actor: Actor, event: CreditNoteFreed) -> None:
        detail = {"number": event.number, "amount": event.amount}
        saga.hear(session, actor, _answer(event.order_id, "credit_note_voided", event.credit_note_id, **detail))

    @handles(PaymentPosted)
    def note_payment_posted(self, session: Session, actor: Actor, event: PaymentPosted) -> None:
        saga.hear(session, actor, _answer(event.order_id, "payment_posted", event.payment_id, amount=event.amount))

    @handles(PaymentReversed)
    def note_payment_reversed(self, session: Session, actor: Actor, event: PaymentReversed) -> None:
        saga.hear(session, actor, _answer(event.order_id, "payment_reversed", event.payment_id, amount=event.amount))


def _answer(order_id: str, step: str, document_id: str | None, **detail: Any) -> Answer:
    """A document is issued, and voided, once; a word on the reservation may be said again and is named by its event."""
    heard = current_envelope.get()
    if heard is None:
        raise LookupError("An answer of distribution is handled with the envelope it came in.")
    return Answer(order_id, step, f"{step}:{document_id or heard.id}", heard.position, heard.occurred_at, detail)
