"""Reading opportunities. Every query starts from what the actor may see."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.sales.opportunities.model import Opportunity
from shared.actor import Actor
from shared.clock import today
from shared.contracts.payload import Payload
from shared.contracts.sales import opportunities as contract
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.persistence.platform import Share
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(Opportunity, name) for name in contract.LISTING.fields}


def get_opportunity(session: Session, actor: Actor, opportunity_id: str) -> Opportunity:
    return get_visible(session, Opportunity, actor, opportunity_id)


def list_opportunities(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Opportunity, actor), Opportunity, contract.LISTING, COLUMNS, query)


def list_opportunity_history(session: Session, actor: Actor, opportunity_id: str, after: int) -> Payload:
    return list_history(session, get_opportunity(session, actor, opportunity_id).id, after=after)


def opportunities_of(session: Session, actor: Actor, customer_id: str) -> list[Opportunity]:
    return list(session.scalars(visible(Opportunity, actor).where(Opportunity.customer_id == customer_id)))


def is_external_id_taken(session: Session, external_id: str) -> bool:
    """Whether any deal bears it, in sight or not: it names one record of the whole installation."""
    return session.scalar(select(Opportunity.id).where(Opportunity.external_id == external_id)) is not None


def shared_with(session: Session, opportunity: Opportunity) -> tuple[list[str], list[str]]:
    """The people and the units that this deal, which the caller has, is open to today."""
    lasting = or_(Share.until.is_(None), Share.until >= today())
    found = session.scalars(select(Share).where(Share.record_id == opportunity.id, lasting).order_by(Share.id)).all()
    people = [share.grantee_id for share in found if share.grantee_kind == "person"]
    return people, [share.grantee_id for share in found if share.grantee_kind == "unit"]
