"""Reading what is asked for in a deal: by whoever may see the deal."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.sales.needs.model import Need
from services.sales.opportunities.queries import get_opportunity
from shared.actor import Actor
from shared.contracts.sales import needs as contract
from shared.errors import NotFound


def list_needs(session: Session, actor: Actor, opportunity_id: str) -> Sequence[Need]:
    """All of them, those recorded first come first: a deal has few."""
    deal = get_opportunity(session, actor, opportunity_id)
    recorded = select(Need).where(Need.opportunity_id == deal.id)
    return session.scalars(recorded.order_by(Need.created_at, Need.id).limit(contract.MOST_NEEDS)).all()


def get_need_of(session: Session, opportunity_id: str, need_id: str) -> Need:
    """One of the deal that the caller was given. Raises `NotFound`."""
    found = session.scalar(select(Need).where(Need.id == need_id, Need.opportunity_id == opportunity_id))
    if found is None:
        raise NotFound(f"There is no need {need_id} in this deal.")
    return found


def need_of(session: Session, opportunity_id: str, key: str, *, besides: str) -> str | None:
    """Another need than this one by which the deal that the caller holds asks for the same."""
    same = (Need.opportunity_id == opportunity_id, Need.key == key, Need.id != besides)
    return session.scalar(select(Need.id).where(*same))


def count_needs(session: Session, opportunity_id: str) -> int:
    """How many are recorded in the deal that the caller holds."""
    counted = select(func.count()).select_from(Need).where(Need.opportunity_id == opportunity_id)
    return session.scalar(counted) or 0
