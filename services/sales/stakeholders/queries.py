"""Reading stakeholders, from the deal and from the contact. Either way both must be in the caller's sight."""

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from services.sales.contacts.queries import Contact, get_contact
from services.sales.opportunities.queries import Opportunity, get_opportunity
from services.sales.stakeholders.model import Stakeholder
from shared.actor import Actor
from shared.errors import NotFound
from shared.newest import Newest, newest
from shared.visible import visible


def list_stakeholders(
    session: Session, actor: Actor, opportunity_id: str, limit: int, before: str | None = None
) -> Newest[Stakeholder]:
    """Those contacts of a deal that are in sight themselves, with their roles."""
    deal = get_opportunity(session, actor, opportunity_id)
    linked = visible(Contact, actor).join(Stakeholder, Stakeholder.contact_id == Contact.id)
    rows = linked.where(Stakeholder.opportunity_id == deal.id)
    shown = rows.with_only_columns(Stakeholder, maintain_column_froms=True)
    return newest(session, shown, Stakeholder.id, limit, before)


def list_contact_opportunities(
    session: Session, actor: Actor, contact_id: str, limit: int, before: str | None = None
) -> Newest[Stakeholder]:
    """Those deals in sight that a contact takes part in, with its roles."""
    contact = get_contact(session, actor, contact_id)
    linked = visible(Opportunity, actor).join(Stakeholder, Stakeholder.opportunity_id == Opportunity.id)
    rows = linked.where(Stakeholder.contact_id == contact.id)
    shown = rows.with_only_columns(Stakeholder, maintain_column_froms=True)
    return newest(session, shown, Stakeholder.id, limit, before)


def newest_opportunity_ids_with(session: Session, actor: Actor, contact_id: str, most: int) -> list[str]:
    """Of the deals in sight those that this contact was the last to be drawn into."""
    linked = visible(Opportunity, actor).join(Stakeholder, Stakeholder.opportunity_id == Opportunity.id)
    rows = linked.where(Stakeholder.contact_id == contact_id).order_by(Stakeholder.id.desc()).limit(most)
    return list(session.scalars(rows.with_only_columns(Opportunity.id, maintain_column_froms=True)))


def get_stakeholder_of(session: Session, actor: Actor, opportunity_id: str, stakeholder_id: str) -> Stakeholder:
    """A link of the deal that the caller holds, to a contact in sight. Raises `NotFound`."""
    linked = visible(Contact, actor).join(Stakeholder, Stakeholder.contact_id == Contact.id)
    one = linked.where(Stakeholder.id == stakeholder_id, Stakeholder.opportunity_id == opportunity_id)
    found: Stakeholder | None = session.scalar(one.with_only_columns(Stakeholder, maintain_column_froms=True))
    if found is None:
        raise NotFound(f"There is no stakeholder {stakeholder_id} of this deal.")
    return found


def link_of(session: Session, opportunity_id: str, contact_id: str, role: str) -> str | None:
    """The link of this contact to the deal that the caller holds, in this role."""
    same = (Stakeholder.opportunity_id == opportunity_id, Stakeholder.contact_id == contact_id)
    return session.scalar(select(Stakeholder.id).where(*same, Stakeholder.role == role))


def count_stakeholders(session: Session, opportunity_id: str) -> int:
    """How many links the deal that the caller holds has."""
    counted = select(func.count()).select_from(Stakeholder).where(Stakeholder.opportunity_id == opportunity_id)
    return session.scalar(counted) or 0


def takes_part(session: Session, contact_id: str) -> bool:
    """Whether this contact takes part in any deal, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Stakeholder.contact_id == contact_id))))
