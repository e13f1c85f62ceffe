"""Reading the partners of a deal: by whoever of the house may see the deal."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.sales.opportunities.queries import get_opportunity
from services.sales.partners.model import Partner
from shared.actor import Actor
from shared.contracts.sales import partners as contract
from shared.errors import NotFound
from shared.persistence.platform import OrgUnitReplica


def list_partners(session: Session, actor: Actor, opportunity_id: str) -> Sequence[Partner]:
    """All of them, in the order in which they were linked: a deal has few."""
    deal = get_opportunity(session, actor, opportunity_id)
    linked = select(Partner).where(Partner.opportunity_id == deal.id)
    return session.scalars(linked.order_by(Partner.id).limit(contract.MOST_PARTNERS)).all()


def get_partner_of(session: Session, opportunity_id: str, partner_id: str) -> Partner:
    """A link of the deal that the caller holds. Raises `NotFound`."""
    one = select(Partner).where(Partner.id == partner_id, Partner.opportunity_id == opportunity_id)
    found = session.scalar(one)
    if found is None:
        raise NotFound(f"There is no partner {partner_id} in this deal.")
    return found


def link_with(session: Session, opportunity_id: str, org_unit_id: str) -> str | None:
    """The link of this unit to the deal that the caller holds."""
    same = (Partner.opportunity_id == opportunity_id, Partner.org_unit_id == org_unit_id)
    return session.scalar(select(Partner.id).where(*same))


def count_partners(session: Session, opportunity_id: str) -> int:
    """How many partners the deal that the caller holds has."""
    counted = select(func.count()).select_from(Partner).where(Partner.opportunity_id == opportunity_id)
    return session.scalar(counted) or 0


def find_unit(session: Session, org_unit_id: str) -> OrgUnitReplica | None:
    """The unit as the gateway last told, open or closed."""
    return session.scalar(select(OrgUnitReplica).where(OrgUnitReplica.id == org_unit_id))
