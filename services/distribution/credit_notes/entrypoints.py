"""Where credit notes meet the message bus."""

from sqlalchemy.orm import Session

from services.distribution.credit_notes import commands, queries
from shared.actor import Actor
from shared.contracts.distribution.credit_notes import CreditNoteView
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.order_returns import OrderReturned, OrderReturnVoided
from shared.entrypoints import Entrypoints
from shared.rpc import handles, rpc


class CreditNoteEntrypoints(Entrypoints):
    @rpc
    def get_credit_note(self, credit_note_id: str) -> Payload:
        with self.read() as session:
            return reply(CreditNoteView, queries.get_credit_note(session, self.actor, credit_note_id))

    @rpc
    def list_credit_notes(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_credit_notes(session, self.actor, query)

    @rpc
    def list_order_credit_notes(self, order_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_order_credit_notes(session, self.actor, order_id, query)

    @rpc
    def list_credit_note_history(self, credit_note_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_credit_note_history(session, self.actor, credit_note_id, after)

    @rpc
    def issue_credit_note(self, credit_note_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(CreditNoteView, commands.issue_credit_note(session, self.actor, credit_note_id))

    @rpc
    def void_credit_note(self, credit_note_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(CreditNoteView, commands.void_credit_note(session, self.actor, credit_note_id, **form))

    @handles(OrderReturned)
    def draft_credit_note_of_return(self, session: Session, actor: Actor, event: OrderReturned) -> None:
        commands.draft_credit_note(session, actor, event)

    @handles(OrderReturnVoided)
    def void_credit_note_of_return(self, session: Session, actor: Actor, event: OrderReturnVoided) -> None:
        commands.follow_voided_return(session, actor, event)
