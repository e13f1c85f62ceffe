"""Changing credit notes. One function, one business decision, one event of the note, and one of its order for money."""

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.distribution.credit_notes.model import CreditNote
from services.distribution.credit_notes.queries import hold_credit_note_of
from services.distribution.orders.commands.crediting import credit_order, uncredit_order
from services.distribution.orders.queries import get_order_behind
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.distribution import credit_notes as contract
from shared.contracts.events import Changes, changes
from shared.contracts.fields import money_text
from shared.contracts.sales.order_returns import OrderReturned, OrderReturnVoided
from shared.persistence.numbering import next_number
from shared.visible import get_for_change

SERIES = "CN"


def draft_credit_note(session: Session, actor: Actor, event: OrderReturned) -> None:
    """Prepare a credit note for what came back, if it cost anything; of a return that is known there is one already."""
    amount = Decimal(event.returned_amount)
    if not amount or hold_credit_note_of(session, event.return_id) is not None:
        return
    order = get_order_behind(session, event.order_id)
    note = CreditNote(
        return_id=event.return_id,
        return_number=event.return_number,
        order_id=order.id,
        order_number=order.number,
        customer_id=order.customer_id,
        amount=amount,
        currency=order.currency,
        owner_id=order.owner_id,
        org_unit_id=order.org_unit_id,
        created_by=actor.user_id,
    )
    note.write_lines((line["line_id"], line["quantity"], Decimal(line["amount"])) for line in event.returned_lines)
    session.add(note)
    session.flush()
    announce(session, actor, note, contract.CreditNoteDrafted(**_told(note, changes({}, _facts(note)))))


def issue_credit_note(session: Session, actor: Actor, credit_note_id: str) -> CreditNote:
    """Credit what of the returned goods is invoiced and not credited already. The number is taken now, so that drafts
    leave no gap. Raises `NothingToCredit`.
    """
    note = get_for_change(session, CreditNote, actor, credit_note_id)
    note.ensure_issuable()
    before = _facts(note)
    order = get_order_behind(session, note.order_id)
    note.credit(order.creditable(note.worth))
    note.issue(next_number(session, SERIES, order.org_unit_id))
    credit_order(session, actor, order, note.id, str(note.number), note.parts)
    announce(session, actor, note, contract.CreditNoteIssued(**_told(note, changes(before, _facts(note)))))
    return note


def void_credit_note(session: Session, actor: Actor, credit_note_id: str, reason: str) -> CreditNote:
    """Discard a draft, or take an issued one back: what it credited is owed again."""
    note = get_for_change(session, CreditNote, actor, credit_note_id)
    before = _facts(note)
    _void(session, actor, note, reason)
    told = _told(note, changes(before, _facts(note)))
    announce(session, actor, note, contract.CreditNoteVoided(**told, reason=reason))
    return note


def follow_voided_return(session: Session, actor: Actor, event: OrderReturnVoided) -> None:
    """Discard the draft of a return that never was. A note that is issued is with the customer: it stays, disputed."""
    note = hold_credit_note_of(session, event.return_id)
    if note is None or not note.return_stands:
        return
    before, reason = _facts(note), event.return_reason
    note.forget_return()
    if note.is_draft:
        _void(session, actor, note, reason)
        told = _told(note, changes(before, _facts(note)))
        announce(session, actor, note, contract.CreditNoteVoided(**told, reason=reason))
    elif note.is_issued:
        note.dispute(reason)
        told = _told(note, changes(before, _facts(note)))
        announce(session, actor, note, contract.CreditNoteDisputed(**told, reason=reason))


def _void(session: Session, actor: Actor, note: CreditNote, reason: str) -> None:
    if note.void(reason):
        order = get_order_behind(session, note.order_id)
        uncredit_order(session, actor, order, note.id, str(note.number), note.parts)


def _facts(note: CreditNote) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "return_id": note.return_id,
        "order_id": note.order_id,
        "number": note.number,
        "status": str(note.status),
        "amount": money_text(note.amount),
        "credited": money_text(note.credited),
        "currency": note.currency,
        "owner_id": note.owner_id,
        "org_unit_id": note.org_unit_id,
    }


def _told(note: CreditNote, changed: Changes) -> dict[str, Any]:
    """What every event about this note says."""
    return {"credit_note_id": note.id, **_facts(note), "changes": changed}
