"""Changing leads. One function, one business decision, one event."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.contacts import commands as contact_commands
from services.sales.contacts import queries as contacts
from services.sales.customers import commands as customer_commands
from services.sales.customers import queries as customers
from services.sales.leads import queries, rules
from services.sales.leads.commands import telling
from services.sales.leads.commands.assigning import assign_by_rule
from services.sales.leads.model import Lead
from services.sales.opportunities import commands as opportunity_commands
from services.sales.opportunities import queries as opportunities
from services.sales.sellers.queries import owner_to_be
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import Changes, changes
from shared.contracts.marketing.campaigns import LeadCaptured
from shared.contracts.payload import Payload
from shared.contracts.sales import leads as contract
from shared.custom_fields import record_custom
from shared.errors import NotFound
from shared.owners import Belonging
from shared.picklists import ensure_listed
from shared.search import index_words
from shared.visible import get_for_change, get_within_reach

NOUN = contract.LISTING.noun


def create_lead(session: Session, actor: Actor, name: str, custom: Payload | None = None, **fields: Any) -> Lead:
    """Record a lead, which goes to whom the rules of the caller's unit name; to the caller where there are none."""
    lead = record_lead(session, actor, name, custom, **fields)
    assign_by_rule(session, actor, lead)
    return lead


def record_lead(session: Session, actor: Actor, name: str, custom: Payload | None = None, **fields: Any) -> Lead:
    """As the caller's own, whatever rules there are."""
    ensure_listed(session, contract.PICKLISTS, fields)
    lead = Lead(name=name, owner_id=actor.user_id, org_unit_id=actor.unit_id, created_by=actor.user_id, **fields)
    session.add(lead)
    session.flush()
    record_custom(session, actor, lead, custom)
    announce(session, actor, lead, contract.LeadCreated(**telling.told(lead, changes({}, telling.facts(lead)))))
    index_words(session, NOUN, lead.id, *telling.found_by(lead))
    return lead


def change_lead(session: Session, actor: Actor, lead_id: str, custom: Payload | None = None, **fields: Any) -> Lead:
    lead = get_for_change(session, Lead, actor, lead_id)
    before = telling.facts(lead)
    ensure_listed(session, contract.PICKLISTS, fields, lead)
    lead.edit(fields)
    record_custom(session, actor, lead, custom)
    announce(session, actor, lead, contract.LeadChanged(**telling.told(lead, changes(before, telling.facts(lead)))))
    index_words(session, NOUN, lead.id, *telling.found_by(lead))
    return lead


def qualify_lead(session: Session, actor: Actor, lead_id: str, budget: Decimal) -> Lead:
    lead = get_for_change(session, Lead, actor, lead_id)
    before = telling.facts(lead)
    lead.qualify(budget)
    announce(session, actor, lead, contract.LeadQualified(**telling.told(lead, changes(before, telling.facts(lead)))))
    return lead


def lose_lead(session: Session, actor: Actor, lead_id: str, reason: str) -> Lead:
    lead = get_for_change(session, Lead, actor, lead_id)
    before = telling.facts(lead)
    lead.lose(reason)
    told = telling.told(lead, changes(before, telling.facts(lead)))
    announce(session, actor, lead, contract.LeadLost(**told, reason=reason))
    return lead


def reopen_lead(session: Session, actor: Actor, lead_id: str) -> Lead:
    lead = get_for_change(session, Lead, actor, lead_id)
    before = telling.facts(lead)
    lead.reopen()
    announce(session, actor, lead, contract.LeadReopened(**telling.told(lead, changes(before, telling.facts(lead)))))
    return lead


def convert_lead(session: Session, actor: Actor, lead_id: str, **parts: Any) -> Lead:
    """Make the lead a customer, and if asked for a contact and an opportunity of it: all of them or nothing.

    What is new belongs to the lead's owner and unit, whoever converts it: who had the lead has what it became.
    `parts` are those of the contract's `ConvertLead`: for each of the three the fields of a new one or the id of one.
    """
    lead = get_for_change(session, Lead, actor, lead_id)
    lead.ensure_convertible()
    before = telling.facts(lead)
    customer_id = _customer_of(session, actor, lead, parts)
    contact_id = _contact_of(session, actor, lead, customer_id, parts)
    opportunity_id = _opportunity_of(session, actor, lead, customer_id, contact_id, parts)
    lead.convert(customer_id, contact_id, opportunity_id, now())
    told = telling.told(lead, changes(before, telling.facts(lead)))
    converted = contract.LeadConverted(
        **told, customer_id=customer_id, contact_id=contact_id, opportunity_id=opportunity_id
    )
    announce(session, actor, lead, converted)
    return lead


def create_captured_lead(session: Session, actor: Actor, event: LeadCaptured) -> None:
    """Record what somebody left in the form of a campaign, once a capture, for the people of the campaign."""
    if queries.is_captured(session, actor, event.capture_id):
        return
    lead = Lead(
        name=event.name,
        company=event.company,
        email=event.email,
        phone=event.phone,
        note=event.note,
        source_kind="campaign",
        source_id=event.campaign_id,
        captured_by=event.capture_id,
        owner_id=event.owner_id,
        org_unit_id=event.org_unit_id,
        created_by=actor.user_id,
    )
    session.add(lead)
    session.flush()
    announce(session, actor, lead, contract.LeadCreated(**telling.told(lead, changes({}, telling.facts(lead)))))
    index_words(session, NOUN, lead.id, *telling.found_by(lead))
    assign_by_rule(session, actor, lead)


def transfer_lead(session: Session, actor: Actor, lead_id: str, owner_id: str) -> Lead:
    """Hand the lead to another person; it moves to that person's unit."""
    lead = get_within_reach(session, Lead, actor, lead_id)
    before = telling.facts(lead)
    person = owner_to_be(session, owner_id)
    lead.hand_over(person.id, person.unit_id, actor.name, now())
    told = telling.told(lead, changes(before, telling.facts(lead)))
    handed = contract.LeadTransferred(**told, from_owner_id=before["owner_id"], to_owner_id=person.id)
    announce(session, actor, lead, handed)
    return lead


def touch_lead(
    session: Session, actor: Actor, lead_id: str, kind: str, summary: str | None = None, at: datetime | None = None
) -> Lead:
    """Log that somebody was in touch with the lead, now or at an earlier time."""
    lead = get_for_change(session, Lead, actor, lead_id)
    touched_at = at or now()
    rules.ensure_past(touched_at, now())
    lead.touch(touched_at)
    when = touched_at.isoformat()
    logged: Changes = {"touch": {"before": None, "after": {"kind": kind, "summary": summary, "at": when}}}
    touched = contract.LeadTouched(**telling.told(lead, logged), kind=kind, summary=summary, at=when)
    announce(session, actor, lead, touched)
    return lead


def _customer_of(session: Session, actor: Actor, lead: Lead, parts: dict[str, Any]) -> str:
    if "customer_id" not in parts:
        return customer_commands.create_customer(
            session,
            actor,
            belongs_to=_place_of(lead),
            **{"name": lead.company or lead.name, **_known_of(lead), **parts["customer"]},
        ).id
    with _linking("customer"):
        return customers.get_customer(session, actor, parts["customer_id"]).id


def _known_of(lead: Lead) -> dict[str, str]:
    known = {"phone": lead.phone, "industry": lead.industry, "region": lead.region}
    return {name: value for name, value in known.items() if value is not None}


def _contact_of(session: Session, actor: Actor, lead: Lead, customer_id: str, parts: dict[str, Any]) -> str | None:
    if "contact_id" in parts:
        with _linking("contact"):
            linked = contacts.get_contact(session, actor, parts["contact_id"])
        rules.ensure_same_customer("contact", linked.customer_id, customer_id)
        return linked.id
    if "contact" not in parts:
        return None
    known = {"name": lead.name, "email": lead.email, "phone": lead.phone}
    return contact_commands.create_contact(
        session, actor, belongs_to=_place_of(lead), **{**known, **parts["contact"], "customer_id": customer_id}
    ).id


def _opportunity_of(
    session: Session, actor: Actor, lead: Lead, customer_id: str, contact_id: str | None, parts: dict[str, Any]
) -> str | None:
    if "opportunity_id" in parts:
        with _linking("opportunity"):
            linked = opportunities.get_opportunity(session, actor, parts["opportunity_id"])
        rules.ensure_same_customer("opportunity", linked.customer_id, customer_id)
        return linked.id
    if "opportunity" not in parts:
        return None
    known = {"name": lead.company or lead.name, "amount": lead.budget, "currency": lead.currency}
    fields = {"contact_id": contact_id, **known, **parts["opportunity"], "customer_id": customer_id}
    return opportunity_commands.open_opportunity(session, actor, belongs_to=_place_of(lead), **fields).id


def _place_of(lead: Lead) -> Belonging:
    return Belonging(lead.owner_id, lead.org_unit_id)


@contextmanager
def _linking(part: str) -> Iterator[None]:
    """What is named in the body and out of sight breaks a rule; only what the path names is not found."""
    try:
        yield
    except NotFound as refusal:
        raise rules.PartToLinkIsUnknown(refusal.detail, part=part) from None
