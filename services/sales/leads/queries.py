"""Reading leads. Every query starts from what the actor may see."""

from sqlalchemy.orm import Session

from services.sales.leads.model import Lead
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.sales import leads as contract
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.visible import get_visible, visible

COLUMNS = {
    "id": Lead.id,
    "name": Lead.name,
    "company": Lead.company,
    "email": Lead.email,
    "status": Lead.status,
    "budget": Lead.budget,
    "currency": Lead.currency,
    "source_kind": Lead.source_kind,
    "source_id": Lead.source_id,
    "owner_id": Lead.owner_id,
    "org_unit_id": Lead.org_unit_id,
    "last_touch_at": Lead.last_touch_at,
    "customer_id": Lead.customer_id,
    "created_at": Lead.created_at,
    "updated_at": Lead.updated_at,
}


def get_lead(session: Session, actor: Actor, lead_id: str) -> Lead:
    return get_visible(session, Lead, actor, lead_id)


def list_leads(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Lead, actor), Lead, contract.LISTING, COLUMNS, query)


def list_lead_history(session: Session, actor: Actor, lead_id: str, after: int) -> Payload:
    return list_history(session, get_lead(session, actor, lead_id).id, after=after)


def is_captured(session: Session, actor: Actor, capture_id: str) -> bool:
    return session.scalar(visible(Lead, actor).where(Lead.captured_by == capture_id)) is not None
