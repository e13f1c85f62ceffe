"""Taking in what comes through a public form."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.marketing.campaigns import commands as campaign_commands
from services.marketing.campaigns import queries as campaign_queries
from services.marketing.captures import queries, rules
from services.marketing.captures.model import Capture, FormTally
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.marketing.campaigns import LeadCaptured

SECONDS_A_MINUTE = 60


def submit_form(
    session: Session, actor: Actor, form_key: str, sender: str, *, website: str | None = None, **fields: Any
) -> None:
    """Capture a stranger's submission, unless it is spam or the same person once more; the stranger never learns which.

    `sender` is a digest of the network address. Raises `NotFound` where no form is open, `FormIsFlooded`, and
    `ContactIsMissing`.
    """
    campaign = campaign_queries.lock_campaign_of_form(session, form_key)
    moment = now()
    rules.ensure_pace(_tally(session, campaign.id, sender, moment))
    contact = rules.contact_of(fields.get("email"), fields.get("phone"))
    if rules.is_spam(website):
        campaign_commands.count_spam(session, actor, campaign)
        return
    if queries.is_captured_since(session, campaign.id, contact, moment - rules.SAME_PERSON_WITHIN):
        return
    capture = Capture(
        campaign_id=campaign.id,
        contact=contact,
        owner_id=campaign.owner_id,
        org_unit_id=campaign.org_unit_id,
        created_by=actor.user_id,
        **fields,
    )
    session.add(capture)
    session.flush()
    announce(session, actor, capture, LeadCaptured(**_told(capture, campaign.name)))
    campaign_commands.count_captured(session, actor, campaign)


def _tally(session: Session, campaign_id: str, sender: str, moment: datetime) -> int:
    """Count this submission; how many there were from this sender in this minute. The campaign is locked by now."""
    minute = int(moment.timestamp()) // SECONDS_A_MINUTE
    session.execute(delete(FormTally).where(FormTally.campaign_id == campaign_id, FormTally.minute < minute - 1))
    wanted = (FormTally.campaign_id == campaign_id, FormTally.address_digest == sender, FormTally.minute == minute)
    tally = session.scalar(select(FormTally).where(*wanted))
    if tally is None:
        tally = FormTally(campaign_id=campaign_id, address_digest=sender, minute=minute, submissions=0)
        session.add(tally)
    tally.submissions += 1
    session.flush()
    return tally.submissions


def _told(capture: Capture, campaign_name: str) -> dict[str, Any]:
    person = {
        "name": capture.name,
        "company": capture.company,
        "email": capture.email,
        "phone": capture.phone,
        "note": capture.note,
    }
    return {
        **person,
        "capture_id": capture.id,
        "campaign_id": capture.campaign_id,
        "campaign_name": campaign_name,
        "owner_id": capture.owner_id,
        "org_unit_id": capture.org_unit_id,
        "changes": changes({}, person),
    }
