"""Changing outbound documents. One function, one business decision, one event."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.distribution.items.queries import ensure_items_known
from services.distribution.outbound_documents.model import OutboundDocument
from services.distribution.stock.commands import Cause, Move, MoveKind, move_stock
from services.distribution.warehouses.queries import get_warehouse_for_moves, place_of
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.distribution import outbound_documents as contract
from shared.contracts.events import Changes, changes
from shared.persistence.numbering import next_number
from shared.visible import get_for_change

SERIES = "OUT"
CAUSE = "outbound"


def create_outbound_document(
    session: Session, actor: Actor, warehouse_id: str, lines: Sequence[contract.MovedLine], **fields: Any
) -> OutboundDocument:
    """Draw up a document for a warehouse that the caller's right reaches; no stock moves before it is posted."""
    place = place_of(get_warehouse_for_moves(session, actor, warehouse_id))
    ensure_items_known(session, [line["item_id"] for line in lines])
    document = OutboundDocument(
        number=next_number(session, SERIES, place.org_unit_id),
        warehouse_id=warehouse_id,
        owner_id=place.owner_id,
        org_unit_id=place.org_unit_id,
        created_by=actor.user_id,
        **fields,
    )
    document.write_lines((line["item_id"], line["quantity"]) for line in lines)
    session.add(document)
    session.flush()
    announce(
        session, actor, document, contract.OutboundDocumentCreated(**_told(document, changes({}, _facts(document))))
    )
    return document


def post_outbound_document(session: Session, actor: Actor, document_id: str) -> OutboundDocument:
    """Move the stock of every line, or of none."""
    document = get_for_change(session, OutboundDocument, actor, document_id)
    before = _facts(document)
    document.post()
    get_warehouse_for_moves(session, actor, document.warehouse_id)
    cause = Cause(CAUSE, document.id, document.note)
    move_stock(session, actor, cause, _moves(document, MoveKind.OUTBOUND, -1))
    told = _told(document, changes(before, _facts(document)))
    announce(session, actor, document, contract.OutboundDocumentPosted(**told))
    return document


def void_outbound_document(session: Session, actor: Actor, document_id: str, reason: str) -> OutboundDocument:
    """Undo a document; what it moved moves back, unless the warehouse is closed by now."""
    document = get_for_change(session, OutboundDocument, actor, document_id)
    before = _facts(document)
    if document.void(reason):
        get_warehouse_for_moves(session, actor, document.warehouse_id)
        move_stock(session, actor, Cause(CAUSE, document.id, reason), _moves(document, MoveKind.REVERSAL, +1))
    told = _told(document, changes(before, _facts(document)))
    announce(session, actor, document, contract.OutboundDocumentVoided(**told, reason=reason))
    return document


def _moves(document: OutboundDocument, kind: MoveKind, sign: int) -> list[Move]:
    return [
        Move(document.warehouse_id, line.item_id, kind, str(line.position), physical=sign * line.quantity)
        for line in document.lines
    ]


def _facts(document: OutboundDocument) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "number": document.number,
        "status": str(document.status),
        "warehouse_id": document.warehouse_id,
        "owner_id": document.owner_id,
        "org_unit_id": document.org_unit_id,
    }


def _told(document: OutboundDocument, changed: Changes) -> dict[str, Any]:
    """What every event about this document says."""
    lines = [contract.MovedLine(item_id=line.item_id, quantity=line.quantity) for line in document.lines]
    return {"document_id": document.id, **_facts(document), "lines": lines, "changes": changed}
