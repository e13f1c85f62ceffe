"""Loading contacts from a file, many at a time."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.sales.contacts import commands, queries, rules
from services.sales.contacts.commands import telling
from services.sales.contacts.model import Contact
from services.sales.customers.queries import customer_ids_by_external_id
from services.sales.sellers.queries import inactive_among
from shared.actor import Actor
from shared.contracts.sales import contacts as contract
from shared.importing import ReadRow, RowResult
from shared.owned_loading import OwnedNoun, Reference, load_owned


def _new(**fields: Any) -> Contact:
    contact = Contact()
    contact.edit(fields)
    return contact


_CONTACTS = OwnedNoun(
    noun=commands.NOUN,
    model=Contact,
    known=queries.contacts_by_external_id,
    keys_taken=queries.external_ids_taken,
    taken_refusal=rules.ContactExternalIdIsTaken,
    make=_new,
    edit=Contact.edit,
    facts=telling.facts,
    created=lambda contact, diff: contract.ContactCreated(**telling.told(contact, diff)),
    changed=lambda contact, diff: contract.ContactChanged(**telling.told(contact, diff)),
    words=telling.found_by,
    create=commands.create_contact,
    change=commands.change_contact,
    transfer=commands.transfer_contact,
    turned_down=inactive_among,
    references={"customer_external_id": Reference("customer_id", customer_ids_by_external_id, "customer")},
)


def import_contacts(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """By external id, each at the customer that it names by its own."""
    return load_owned(session, actor, mode, rows, _CONTACTS)
