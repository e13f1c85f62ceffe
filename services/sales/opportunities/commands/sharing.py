"""Opening an opportunity to one person or one unit more, and closing it again."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.sales.opportunities import rules
from services.sales.opportunities.commands import telling
from services.sales.opportunities.model import Opportunity
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now, today
from shared.contracts.sales import opportunities as contract
from shared.errors import NotFound
from shared.ids import new_id
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica, Share
from shared.visible import get_visible, get_within_reach, noun_of


@dataclass(frozen=True)
class Opening:
    """A share as it is shown."""

    id: str
    person_id: str | None
    org_unit_id: str | None
    access: str
    until: date | None
    granted_by: str
    granted_at: datetime


def share_opportunity(
    session: Session,
    actor: Actor,
    opportunity_id: str,
    *,
    person_id: str | None = None,
    org_unit_id: str | None = None,
    access: str = "read",
    until: date | None = None,
) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    opportunity = get_within_reach(session, Opportunity, actor, opportunity_id)
    rules.ensure_share_lasts(until, today())
    grantee_id = _known_grantee(session, opportunity, person_id, org_unit_id)
    share = session.scalar(select(Share).where(Share.record_id == opportunity.id, Share.grantee_id == grantee_id))
    if share is None:
        others = select(func.count()).select_from(Share).where(Share.record_id == opportunity.id)
        rules.ensure_room_for_a_share(session.scalars(others).one())
        share = Share(id=new_id(), noun=noun_of(Opportunity), record_id=opportunity.id, grantee_id=grantee_id)
        session.add(share)
    share.grantee_kind = "person" if person_id else "unit"
    share.may_write, share.until = access == "write", until
    share.granted_by, share.granted_at = actor.user_id, now()
    shared = contract.OpportunityShared(
        **telling.told(opportunity, {"shared_with": {"before": None, "after": grantee_id}}),
        share_id=share.id,
        grantee_id=grantee_id,
        grantee_kind=share.grantee_kind,
        may_write=share.may_write,
        until=None if until is None else until.isoformat(),
    )
    announce(session, actor, opportunity, shared)
    return _opening(share)


def revoke_share(session: Session, actor: Actor, opportunity_id: str, share_id: str) -> None:
    opportunity = get_within_reach(session, Opportunity, actor, opportunity_id)
    share = session.scalar(select(Share).where(Share.record_id == opportunity.id, Share.id == share_id))
    if share is None:
        raise NotFound(f"This opportunity has no share {share_id}.")
    revoked = contract.OpportunityShareRevoked(
        **telling.told(opportunity, {"shared_with": {"before": share.grantee_id, "after": None}}),
        share_id=share.id,
        grantee_id=share.grantee_id,
        grantee_kind=share.grantee_kind,
    )
    session.delete(share)
    announce(session, actor, opportunity, revoked)


def list_shares(session: Session, actor: Actor, opportunity_id: str) -> dict[str, list[Opening]]:
    opportunity = get_visible(session, Opportunity, actor, opportunity_id)
    shares = session.scalars(
        select(Share).where(Share.record_id == opportunity.id).order_by(Share.id).limit(rules.MOST_SHARES)
    )
    return {"data": [_opening(share) for share in shares]}


def _known_grantee(session: Session, opportunity: Opportunity, person_id: str | None, org_unit_id: str | None) -> str:
    if person_id is not None:
        person = _active_person(session, person_id)
        if person.id == opportunity.owner_id:
            raise rules.OwnerNeedsNoShare("The owner has this deal already.")
        return person.id
    unit = session.scalar(select(OrgUnitReplica).where(OrgUnitReplica.id == org_unit_id))
    if unit is None or unit.closed:
        raise rules.GranteeIsUnknown(f"There is no open unit {org_unit_id} to share with.")
    return unit.id


def _active_person(session: Session, person_id: str) -> OrgPersonReplica:
    person = session.scalar(select(OrgPersonReplica).where(OrgPersonReplica.id == person_id))
    if person is None or not person.active:
        raise rules.GranteeIsUnknown(f"There is nobody {person_id} here to share with.")
    return person


def _opening(share: Share) -> Opening:
    to_person = share.grantee_kind == "person"
    return Opening(
        id=share.id,
        person_id=share.grantee_id if to_person else None,
        org_unit_id=None if to_person else share.grantee_id,
        access="write" if share.may_write else "read",
        until=share.until,
        granted_by=share.granted_by,
        granted_at=share.granted_at,
    )
