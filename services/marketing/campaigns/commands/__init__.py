"""Changing campaigns. One function, one business decision, one event."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.marketing.campaigns import rules
from services.marketing.campaigns.model import Campaign
from shared.actor import Actor
from shared.announce import announce
from shared.clock import today
from shared.contracts.events import Changes, changes
from shared.contracts.fields import money_text
from shared.contracts.marketing import campaigns as contract
from shared.importing import RowResult
from shared.search import index_words
from shared.undoing import Undoing, undo_records
from shared.visible import get_for_change

NOUN = contract.LISTING.noun


def create_campaign(session: Session, actor: Actor, name: str, **fields: Any) -> Campaign:
    rules.ensure_period(fields.get("starts_on"), fields.get("ends_on"))
    campaign = Campaign(
        name=name, owner_id=actor.user_id, org_unit_id=actor.unit_id, created_by=actor.user_id, **fields
    )
    session.add(campaign)
    session.flush()
    told = told_of(campaign, changes({}, facts_of(campaign)))
    announce(session, actor, campaign, contract.CampaignCreated(**told))
    _index(session, campaign)
    return campaign


def change_campaign(session: Session, actor: Actor, campaign_id: str, **fields: Any) -> Campaign:
    campaign = get_for_change(session, Campaign, actor, campaign_id)
    before = facts_of(campaign)
    campaign.edit(fields)
    told = told_of(campaign, changes(before, facts_of(campaign)))
    announce(session, actor, campaign, contract.CampaignChanged(**told))
    _index(session, campaign)
    return campaign


def launch_campaign(session: Session, actor: Actor, campaign_id: str) -> Campaign:
    campaign = get_for_change(session, Campaign, actor, campaign_id)
    before = facts_of(campaign)
    campaign.launch(today())
    told = told_of(campaign, changes(before, facts_of(campaign)))
    announce(session, actor, campaign, contract.CampaignLaunched(**told))
    return campaign


def finish_campaign(session: Session, actor: Actor, campaign_id: str) -> Campaign:
    campaign = get_for_change(session, Campaign, actor, campaign_id)
    before = facts_of(campaign)
    campaign.finish()
    told = told_of(campaign, changes(before, facts_of(campaign)))
    announce(session, actor, campaign, contract.CampaignFinished(**told))
    return campaign


def cancel_campaign(session: Session, actor: Actor, campaign_id: str, reason: str) -> Campaign:
    campaign = get_for_change(session, Campaign, actor, campaign_id)
    before = facts_of(campaign)
    campaign.cancel(reason)
    told = told_of(campaign, changes(before, facts_of(campaign)))
    announce(session, actor, campaign, contract.CampaignCancelled(**told, reason=reason))
    return campaign


def undo_campaigns(
    session: Session,
    actor: Actor,
    job_id: str,
    campaign_ids: Sequence[str],
    ensure_unused: Callable[[Session, str], None],
) -> list[RowResult]:
    """Take back what a job did to campaigns, that it launched them too; what was captured since keeps one as it is."""
    undoing = Undoing(
        noun=NOUN,
        model=Campaign,
        put_back=lambda session, campaign, fields: campaign.put_back(fields),
        facts=facts_of,
        changed=lambda campaign, diff: contract.CampaignChanged(**told_of(campaign, diff)),
        removed=lambda campaign, diff: contract.CampaignRemoved(**told_of(campaign, diff)),
        words=found_by,
        ensure_removable=lambda session, campaign: ensure_unused(session, campaign.id),
    )
    return undo_records(session, actor, job_id, campaign_ids, undoing)


def count_captured(session: Session, actor: Actor, campaign: Campaign) -> None:
    _count(session, actor, campaign, captured=1)


def count_spam(session: Session, actor: Actor, campaign: Campaign) -> None:
    _count(session, actor, campaign, spam=1)


def count_lead(
    session: Session,
    actor: Actor,
    campaign_id: str,
    *,
    leads: int,
    before: tuple[Decimal, str],
    after: tuple[Decimal, str],
) -> None:
    """A lead of the campaign came (`leads=1`) or changed its worth, each an amount with its currency.

    Only amounts in the campaign's own currency are added up. Raises `NotFound` for a campaign that is none of ours.
    """
    campaign = get_for_change(session, Campaign, actor, campaign_id)
    gained = _amount_in(campaign.currency, *after) - _amount_in(campaign.currency, *before)
    if leads or gained:
        _count(session, actor, campaign, leads=leads, value=gained)


def _amount_in(currency: str, amount: Decimal, its_currency: str) -> Decimal:
    return amount if its_currency == currency else Decimal(0)


def _count(session: Session, actor: Actor, campaign: Campaign, **gained: Any) -> None:
    before = facts_of(campaign)
    campaign.count(**gained)
    after = facts_of(campaign)
    results: dict[str, Any] = {
        "captured_count": campaign.captured_count,
        "spam_count": campaign.spam_count,
        "leads_count": campaign.leads_count,
        "leads_value": money_text(campaign.leads_value),
    }
    told = told_of(campaign, changes(before, after))
    announce(session, actor, campaign, contract.CampaignCounted(**told, **results))


def facts_of(campaign: Campaign) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "name": campaign.name,
        "kind": campaign.kind,
        "goal": campaign.goal,
        "status": str(campaign.status),
        "budget": None if campaign.budget is None else money_text(campaign.budget),
        "currency": campaign.currency,
        "starts_on": campaign.starts_on and campaign.starts_on.isoformat(),
        "ends_on": campaign.ends_on and campaign.ends_on.isoformat(),
        "cancelled_reason": campaign.cancelled_reason,
        "external_id": campaign.external_id,
        "owner_id": campaign.owner_id,
        "captured_count": campaign.captured_count,
        "spam_count": campaign.spam_count,
        "leads_count": campaign.leads_count,
        "leads_value": money_text(campaign.leads_value),
    }


def told_of(campaign: Campaign, changed: Changes) -> dict[str, Any]:
    """What every event about this campaign says."""
    return {
        "campaign_id": campaign.id,
        "name": campaign.name,
        "kind": campaign.kind,
        "goal": campaign.goal,
        "status": str(campaign.status),
        "budget": None if campaign.budget is None else money_text(campaign.budget),
        "currency": campaign.currency,
        "starts_on": campaign.starts_on and campaign.starts_on.isoformat(),
        "ends_on": campaign.ends_on and campaign.ends_on.isoformat(),
        "owner_id": campaign.owner_id,
        "org_unit_id": campaign.org_unit_id,
        "changes": changed,
    }


def found_by(campaign: Campaign) -> tuple[str | None, ...]:
    """The texts whose words find this campaign."""
    return campaign.name, campaign.goal


def _index(session: Session, campaign: Campaign) -> None:
    index_words(session, NOUN, campaign.id, *found_by(campaign))
