"""Reading members. Every query on behalf of somebody starts from what that person may see."""

from functools import partial

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.marketing.campaigns.queries import get_campaign
from services.marketing.members import rules
from services.marketing.members.model import Member
from shared.actor import Actor
from shared.contracts.gateway import customers as timeline
from shared.contracts.marketing import members as contract
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.history import list_history
from shared.processes import Process, process_of
from shared.timeline import Strand, told
from shared.visible import changeable, get_visible, visible

COLUMNS = {name: getattr(Member, name) for name in contract.LISTING.fields}


def get_member(session: Session, actor: Actor, member_id: str) -> Member:
    return get_visible(session, Member, actor, member_id)


def list_members(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Member, actor), Member, contract.LISTING, COLUMNS, query)


def list_campaign_members(session: Session, actor: Actor, campaign_id: str, query: Payload) -> Payload:
    campaign = get_campaign(session, actor, campaign_id)
    rows = visible(Member, actor).where(Member.campaign_id == campaign.id)
    return list_records(session, rows, Member, contract.LISTING, COLUMNS, query)


def list_member_history(session: Session, actor: Actor, member_id: str, after: int) -> Payload:
    return list_history(session, get_member(session, actor, member_id).id, after=after)


def member_process() -> Process:
    return process_of("campaign-members", rules.MemberStatus, rules.TRANSITIONS)


def has_members(session: Session, campaign_id: str) -> bool:
    """Whether any were invited to this campaign, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Member.campaign_id == campaign_id))))


def members_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Member]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Member, actor).where(Member.external_id.in_(external_ids)).order_by(Member.id)
    locked = rows.with_for_update(of=Member).execution_options(populate_existing=True)
    return {str(member.external_id): member for member in session.scalars(locked)}


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Those that any member bears, in sight or not: each names one member of the whole installation."""
    return set(session.scalars(select(Member.external_id).where(Member.external_id.in_(external_ids))))


def is_invited(session: Session, campaign_id: str, customer_id: str) -> bool:
    """Whether the campaign turned to this customer before, told to whoever may see both."""
    same = (Member.campaign_id == campaign_id, Member.customer_id == customer_id)
    return bool(session.scalar(select(exists().where(*same))))


POINTER = Pointer(Member, once_in="campaign_id")
"""Each names its customer."""

STRAND = Strand(timeline.MEMBER, Member, partial(visible, Member), told("status", title="campaign_name"))
"""What a customer's timeline shows of them."""
