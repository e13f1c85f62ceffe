"""Keeping the facts about contacts as new as the sales service's own, in whatever order it is told."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.reporting.contacts.model import ContactFact
from services.reporting.shares import commands as shares
from shared.actor import Actor
from shared.contracts.sales.contacts import ContactEvent, ContactShared, ContactShareRevoked
from shared.merged_customers import standing_customer
from shared.visible import noun_of


def follow_contact(session: Session, actor: Actor, event: ContactEvent, at: datetime) -> None:
    """Take in a contact as told at this moment. An older event adds only when it was entered."""
    contact = session.get(ContactFact, event.contact_id)
    if contact is None:
        contact = ContactFact(id=event.contact_id, created_at=at, created_by=actor.user_id)
        _take(session, contact, event)
        session.add(contact)
    elif event.record_version > contact.version:
        _take(session, contact, event)
    contact.created_at = min(contact.created_at, at)
    contact.entered_on = contact.created_at.date()
    session.flush()


def forget_contact(session: Session, contact_id: str) -> None:
    """The contact was never meant to be recorded; no figure counts it any more."""
    shares.forget_shares(session, contact_id)
    contact = session.get(ContactFact, contact_id)
    if contact is not None:
        session.delete(contact)
        session.flush()


def follow_share(session: Session, actor: Actor, event: ContactShared | ContactShareRevoked, at: datetime) -> None:
    """Open the figures of a contact to whom it is shared with, or close them again."""
    follow_contact(session, actor, event, at)
    shares.follow_share(session, actor, noun_of(ContactFact), event.contact_id, event.record_version, event)


def _take(session: Session, contact: ContactFact, event: ContactEvent) -> None:
    contact.version, contact.name, contact.kind = event.record_version, event.name, event.kind
    contact.title, contact.role = event.title, event.role
    contact.customer_id = standing_customer(session, event.customer_id) if event.customer_id else None
    contact.owner_id, contact.org_unit_id = event.owner_id, event.org_unit_id
