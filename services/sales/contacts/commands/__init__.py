"""Changing contacts. One function, one business decision, one event."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.contacts import queries, rules
from services.sales.contacts.commands import telling
from services.sales.contacts.model import Contact
from services.sales.customers import queries as customers
from services.sales.sellers.queries import owner_to_be
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.payload import Payload
from shared.contracts.sales import contacts as contract
from shared.custom_fields import record_custom
from shared.errors import NotFound
from shared.ids import new_id
from shared.owners import Belonging, own
from shared.search import index_words
from shared.visible import get_for_change, get_within_reach

NOUN = contract.LISTING.noun


def create_contact(
    session: Session,
    actor: Actor,
    *,
    name: str,
    belongs_to: Belonging | None = None,
    custom: Payload | None = None,
    **fields: Any,
) -> Contact:
    """Record a contact, the caller's own unless said otherwise; its customer, if any, must be in the caller's sight."""
    _ensure_customer(session, actor, fields.get("customer_id"))
    contact_id = fields.pop("id", None) or new_id()
    _ensure_superior(session, actor, contact_id, fields.get("customer_id"), fields.get("reports_to_id"))
    place = belongs_to or own(actor)
    contact = Contact(id=contact_id, owner_id=place.owner_id, org_unit_id=place.org_unit_id, created_by=actor.user_id)
    contact.edit({"name": name, **fields})
    session.add(contact)
    session.flush()
    record_custom(session, actor, contact, custom)
    announce(
        session, actor, contact, contract.ContactCreated(**telling.told(contact, changes({}, telling.facts(contact))))
    )
    index_words(session, NOUN, contact.id, *telling.found_by(contact))
    return contact


def change_contact(
    session: Session, actor: Actor, contact_id: str, *, custom: Payload | None = None, **fields: Any
) -> Contact:
    contact = get_for_change(session, Contact, actor, contact_id)
    before = telling.facts(contact)
    if fields.get("customer_id") != contact.customer_id:
        _ensure_customer(session, actor, fields.get("customer_id"))
    customer_id = fields.get("customer_id", contact.customer_id)
    _ensure_superior(session, actor, contact.id, customer_id, fields.get("reports_to_id"))
    contact.edit(fields)
    record_custom(session, actor, contact, custom)
    announce(
        session,
        actor,
        contact,
        contract.ContactChanged(**telling.told(contact, changes(before, telling.facts(contact)))),
    )
    index_contact(session, contact)
    return contact


def index_contact(session: Session, contact: Contact) -> None:
    """Make the contact findable by what it says, and by what was noted about it."""
    index_words(session, NOUN, contact.id, *telling.found_by(contact), *queries.texts_of_notes(session, contact))


def transfer_contact(session: Session, actor: Actor, contact_id: str, owner_id: str) -> Contact:
    """Hand the contact to another person; it moves to that person's unit."""
    contact = get_within_reach(session, Contact, actor, contact_id)
    before = telling.facts(contact)
    person = owner_to_be(session, owner_id)
    contact.hand_over(person.id, person.unit_id)
    told = telling.told(contact, changes(before, telling.facts(contact)))
    handed = contract.ContactTransferred(**told, from_owner_id=before["owner_id"], to_owner_id=person.id)
    announce(session, actor, contact, handed)
    return contact


def _ensure_customer(session: Session, actor: Actor, customer_id: str | None) -> None:
    if customer_id is None:
        return
    try:
        customers.get_customer(session, actor, customer_id)
    except NotFound:
        raise rules.ContactCustomerIsUnknown(f"There is no customer {customer_id} to link this contact to.") from None


def _ensure_superior(
    session: Session, actor: Actor, contact_id: str, customer_id: str | None, superior_id: str | None
) -> None:
    if superior_id is None:
        return
    if superior_id != contact_id:
        try:
            superior = queries.get_contact(session, actor, superior_id)
        except NotFound:
            raise rules.SuperiorIsUnknown(f"There is no contact {superior_id} for this one to report to.") from None
        rules.ensure_same_customer(customer_id, superior.customer_id)
    lines = queries.reporting_lines(session, customer_id) if customer_id else {}
    rules.ensure_chart(contact_id, superior_id, lines)
