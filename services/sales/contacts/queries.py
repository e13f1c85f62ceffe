"""Reading contacts. Every query starts from what the actor may see."""

from functools import partial

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.sales.contacts.model import Contact
from services.sales.contacts.model import KeyedContact as KeyedContact
from shared.actor import Actor
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.contracts.sales import contacts as contract
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.timeline import Strand, told
from shared.visible import changeable, get_visible, visible

COLUMNS = {name: getattr(Contact, name) for name in contract.LISTING.fields}


def get_contact(session: Session, actor: Actor, contact_id: str) -> Contact:
    return get_visible(session, Contact, actor, contact_id)


def list_contacts(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Contact, actor), Contact, contract.LISTING, COLUMNS, query)


def list_contact_history(session: Session, actor: Actor, contact_id: str, after: int) -> Payload:
    return list_history(session, get_contact(session, actor, contact_id).id, after=after)


def contacts_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Contact]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Contact, actor).where(Contact.external_id.in_(external_ids)).order_by(Contact.id)
    locked = rows.with_for_update(of=Contact).execution_options(populate_existing=True)
    return {str(contact.external_id): contact for contact in session.scalars(locked)}


def contact_ids_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, str]:
    """Those of them that name a contact in the caller's sight."""
    rows = visible(Contact, actor).where(Contact.external_id.in_(external_ids))
    named = rows.with_only_columns(Contact.external_id, Contact.id, maintain_column_froms=True)
    return {row.external_id: row.id for row in session.execute(named)}


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Those that any contact bears, in sight or not: each names one record of the whole installation."""
    return set(session.scalars(select(Contact.external_id).where(Contact.external_id.in_(external_ids))))


def has_contacts(session: Session, customer_id: str) -> bool:
    """Whether any of this customer exist, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Contact.customer_id == customer_id))))


STRAND = Strand(timeline.CONTACT, Contact, partial(visible, Contact), told(title="name"))
"""What a customer's timeline shows of them."""
