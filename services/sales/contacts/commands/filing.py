"""Files of contacts: who may have them, and what is said of them in the history."""

from sqlalchemy.orm import Session

from services.sales.contacts.commands import telling
from services.sales.contacts.model import Contact
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.sales import contacts as contract
from shared.visible import get_for_change, get_visible


def see_contact(session: Session, actor: Actor, contact_id: str) -> str:
    """The id, where the caller may see it."""
    return get_visible(session, Contact, actor, contact_id).id


def hold_contact(session: Session, actor: Actor, contact_id: str) -> str:
    """The id, where the caller may edit it, held until the transaction ends."""
    return get_for_change(session, Contact, actor, contact_id).id


def tell_of_file(session: Session, actor: Actor, contact_id: str, file_id: str, name: str, *, attached: bool) -> None:
    contact = get_for_change(session, Contact, actor, contact_id)
    there, gone = {"file": name}, {"file": None}
    diff = changes(gone, there) if attached else changes(there, gone)
    event = contract.ContactFileAttached if attached else contract.ContactFileRemoved
    announce(session, actor, contact, event(**telling.told(contact, diff), file_id=file_id))
