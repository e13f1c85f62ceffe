"""What is said of a contact: to the history, to whoever listens, and to whoever searches."""

from typing import Any

from services.sales.contacts import rules
from services.sales.contacts.model import Contact
from shared.contracts.events import Changes
from shared.custom_fields import custom_facts

TOLD = (
    "kind",
    "name",
    "customer_id",
    "organisation",
    "title",
    "role",
    "email",
    "phone",
    "mobile",
    "do_not_email",
    "do_not_call",
    "owner_id",
    "org_unit_id",
)


def facts(contact: Contact) -> dict[str, Any]:
    """The fields whose changes are history."""
    kept = (*TOLD, "address", "note", "external_id", "reports_to_id", "influence", "attitude")
    plain = {name: getattr(contact, name) for name in kept}
    rated_on = contact.rated_on.isoformat() if contact.rated_on else None
    return {**plain, "rated_on": rated_on, **custom_facts(contact)}


def told(contact: Contact, changed: Changes) -> dict[str, Any]:
    """What every event about this contact says."""
    shown = {name: getattr(contact, name) for name in TOLD} | {"custom": contact.custom or {}}
    return {**shown, "contact_id": contact.id, "record_version": contact.next_version, "changes": changed}


def found_by(contact: Contact) -> tuple[str | None, ...]:
    """The texts whose words find this contact, and every part of its numbers."""
    texts = (contact.organisation, contact.title, contact.role, contact.email, contact.phone, contact.mobile)
    ends = rules.number_parts(contact.phone, contact.mobile)
    return contact.name, *texts, contact.address, contact.note, contact.external_id, *ends
