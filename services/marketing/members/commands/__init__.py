"""Changing members. One function, one business decision, one event."""

from typing import Any

from sqlalchemy.orm import Session

from services.marketing.campaigns import queries as campaign_queries
from services.marketing.customers import queries as customer_queries
from services.marketing.members import queries, rules
from services.marketing.members.model import Member
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import Changes, changes
from shared.contracts.marketing import members as contract
from shared.visible import get_for_change


def invite_customer(session: Session, actor: Actor, campaign_id: str, customer_id: str, **fields: Any) -> Member:
    """Have a campaign turn to a customer, both within sight.

    Raises `CampaignIsOver`, `CustomerIsUnknown`, and `CustomerIsMemberAlready`.
    """
    campaign = campaign_queries.get_open_campaign(session, actor, campaign_id)
    if not customer_queries.is_known_customer(session, actor, customer_id):
        raise rules.CustomerIsUnknown(f"There is no customer {customer_id}.")
    if queries.is_invited(session, campaign.id, customer_id):
        raise rules.CustomerIsMemberAlready("The campaign has turned to this customer before.")
    member = Member(
        campaign_id=campaign.id,
        campaign_name=campaign.name,
        customer_id=customer_id,
        owner_id=campaign.owner_id,
        org_unit_id=campaign.org_unit_id,
        created_by=actor.user_id,
        **fields,
    )
    session.add(member)
    session.flush()
    announce(session, actor, member, contract.CustomerInvited(**told_of(member, changes({}, facts_of(member)))))
    return member


def change_member(session: Session, actor: Actor, member_id: str, **fields: Any) -> Member:
    member = get_for_change(session, Member, actor, member_id)
    before = facts_of(member)
    member.edit(fields)
    announce(session, actor, member, contract.MemberChanged(**told_of(member, changes(before, facts_of(member)))))
    return member


def note_response(session: Session, actor: Actor, member_id: str) -> Member:
    member = get_for_change(session, Member, actor, member_id)
    before = facts_of(member)
    member.respond()
    announce(session, actor, member, contract.MemberResponded(**told_of(member, changes(before, facts_of(member)))))
    return member


def decline_member(session: Session, actor: Actor, member_id: str, reason: str) -> Member:
    member = get_for_change(session, Member, actor, member_id)
    before = facts_of(member)
    member.decline(reason)
    told = told_of(member, changes(before, facts_of(member)))
    announce(session, actor, member, contract.MemberDeclined(**told, reason=reason))
    return member


def facts_of(member: Member) -> dict[str, Any]:
    names = ("campaign_id", "customer_id", "note", "declined_reason", "external_id", "owner_id", "org_unit_id")
    return {name: getattr(member, name) for name in names} | {"status": str(member.status)}


def told_of(member: Member, changed: Changes) -> dict[str, Any]:
    return {
        "member_id": member.id,
        "campaign_id": member.campaign_id,
        "customer_id": member.customer_id,
        "status": str(member.status),
        "owner_id": member.owner_id,
        "org_unit_id": member.org_unit_id,
        "changes": changed,
    }
