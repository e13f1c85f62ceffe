"""What an activity leaves on the contact that it was about: when somebody was last in touch."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.sales.contacts.commands import telling
from services.sales.contacts.model import Contact
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.sales import contacts as contract
from shared.visible import get_for_change


def touch_contact(session: Session, actor: Actor, contact_id: str, *, activity_id: str, at: datetime) -> None:
    contact = get_for_change(session, Contact, actor, contact_id)
    before = _last_touch(contact)
    contact.touch(at)
    told = telling.told(contact, changes(before, _last_touch(contact)))
    announce(session, actor, contact, contract.ContactTouched(**told, activity_id=activity_id))


def _last_touch(contact: Contact) -> dict[str, str | None]:
    at = contact.last_touch_at
    return {"last_touch_at": None if at is None else at.isoformat()}
