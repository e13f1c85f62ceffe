"""Reading inbound documents. Every query starts from what the actor may see."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.distribution.inbound_documents import rules
from services.distribution.inbound_documents.model import InboundDocument, InboundDocumentLine
from shared.actor import Actor
from shared.contracts.distribution import inbound_documents as contract
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.processes import Process, process_of
from shared.visible import get_visible, visible

COLUMNS = {
    "id": InboundDocument.id,
    "number": InboundDocument.number,
    "status": InboundDocument.status,
    "warehouse_id": InboundDocument.warehouse_id,
    "owner_id": InboundDocument.owner_id,
    "org_unit_id": InboundDocument.org_unit_id,
    "posted_at": InboundDocument.posted_at,
    "created_at": InboundDocument.created_at,
    "updated_at": InboundDocument.updated_at,
}


def get_inbound_document(session: Session, actor: Actor, document_id: str) -> InboundDocument:
    return get_visible(session, InboundDocument, actor, document_id)


def list_inbound_documents(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(InboundDocument, actor), InboundDocument, contract.LISTING, COLUMNS, query)


def list_inbound_document_history(session: Session, actor: Actor, document_id: str, after: int) -> Payload:
    return list_history(session, get_inbound_document(session, actor, document_id).id, after=after)


def inbound_document_process() -> Process:
    return process_of("inbound-documents", rules.InboundStatus, rules.TRANSITIONS)


def has_documents_of_item(session: Session, item_id: str) -> bool:
    """Whether any names these goods, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(InboundDocumentLine.item_id == item_id))))


def has_documents_of_warehouse(session: Session, warehouse_id: str) -> bool:
    """Whether any is of this warehouse, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(InboundDocument.warehouse_id == warehouse_id))))
