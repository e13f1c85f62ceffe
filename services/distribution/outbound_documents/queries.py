"""Reading outbound documents. Every query starts from what the actor may see."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.distribution.outbound_documents import rules
from services.distribution.outbound_documents.model import OutboundDocument, OutboundDocumentLine
from shared.actor import Actor
from shared.contracts.distribution import outbound_documents as contract
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.processes import Process, process_of
from shared.visible import get_visible, visible

COLUMNS = {
    "id": OutboundDocument.id,
    "number": OutboundDocument.number,
    "status": OutboundDocument.status,
    "warehouse_id": OutboundDocument.warehouse_id,
    "owner_id": OutboundDocument.owner_id,
    "org_unit_id": OutboundDocument.org_unit_id,
    "posted_at": OutboundDocument.posted_at,
    "created_at": OutboundDocument.created_at,
    "updated_at": OutboundDocument.updated_at,
}


def get_outbound_document(session: Session, actor: Actor, document_id: str) -> OutboundDocument:
    return get_visible(session, OutboundDocument, actor, document_id)


def list_outbound_documents(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(OutboundDocument, actor), OutboundDocument, contract.LISTING, COLUMNS, query)


def list_outbound_document_history(session: Session, actor: Actor, document_id: str, after: int) -> Payload:
    return list_history(session, get_outbound_document(session, actor, document_id).id, after=after)


def outbound_document_process() -> Process:
    return process_of("outbound-documents", rules.OutboundStatus, rules.TRANSITIONS)


def has_documents_of_item(session: Session, item_id: str) -> bool:
    """Whether any names these goods, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(OutboundDocumentLine.item_id == item_id))))


def has_documents_of_warehouse(session: Session, warehouse_id: str) -> bool:
    """Whether any is of this warehouse, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(OutboundDocument.warehouse_id == warehouse_id))))
