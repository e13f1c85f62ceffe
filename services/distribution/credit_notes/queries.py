"""Reading credit notes. Every query on behalf of somebody starts from what the actor may see."""

from decimal import Decimal

from sqlalchemy.orm import Session

from services.distribution.credit_notes import rules
from services.distribution.credit_notes.model import CreditNote
from services.distribution.orders.queries import get_order
from shared.actor import Actor, system_actor
from shared.contracts.distribution import credit_notes as contract
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.history import list_history
from shared.persistence.sums import sum_of_money
from shared.processes import Process, process_of
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(CreditNote, name) for name in contract.LISTING.fields}


def get_credit_note(session: Session, actor: Actor, credit_note_id: str) -> CreditNote:
    return get_visible(session, CreditNote, actor, credit_note_id)


def hold_credit_note_of(session: Session, return_id: str) -> CreditNote | None:
    """That of the return which an event is about, locked; None where there is none."""
    its_own = visible(CreditNote, system_actor("distribution")).where(CreditNote.return_id == return_id)
    return session.scalar(its_own.with_for_update(of=CreditNote).execution_options(populate_existing=True))


def worth_returned(session: Session, order_id: str) -> Decimal:
    """The price of what came back of an order, which the caller has, by the returns that stand."""
    notes = visible(CreditNote, system_actor("distribution"))
    standing = notes.where(CreditNote.order_id == order_id, CreditNote.return_stands)
    summed = standing.with_only_columns(sum_of_money(CreditNote.amount), maintain_column_froms=True)
    return session.scalar(summed) or Decimal(0)


def list_credit_notes(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(CreditNote, actor), CreditNote, contract.LISTING, COLUMNS, query)


def list_order_credit_notes(session: Session, actor: Actor, order_id: str, query: Payload) -> Payload:
    order = get_order(session, actor, order_id)
    rows = visible(CreditNote, actor).where(CreditNote.order_id == order.id)
    return list_records(session, rows, CreditNote, contract.LISTING, COLUMNS, query)


def list_credit_note_history(session: Session, actor: Actor, credit_note_id: str, after: int) -> Payload:
    return list_history(session, get_credit_note(session, actor, credit_note_id).id, after=after)


def credit_note_process() -> Process:
    return process_of("credit-notes", rules.CreditNoteStatus, rules.TRANSITIONS, rules.TOLD)


POINTER = Pointer(CreditNote)
"""Each names its customer."""
