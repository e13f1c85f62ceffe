"""Opening a contact to one person or one unit more, and closing it again."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.contacts.commands import telling
from services.sales.contacts.model import Contact
from shared import sharing
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.sales import contacts as contract
from shared.sharing import Opening
from shared.visible import get_visible, get_within_reach


def share_contact(session: Session, actor: Actor, contact_id: str, **opened: Any) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    contact = get_within_reach(session, Contact, actor, contact_id)
    share = sharing.open_record(session, actor, contact, **opened)
    told = telling.told(contact, sharing.opened_to(share)) | sharing.told_of_opening(share)
    announce(session, actor, contact, contract.ContactShared(**told))
    return sharing.opening(share)


def revoke_share(session: Session, actor: Actor, contact_id: str, share_id: str) -> None:
    contact = get_within_reach(session, Contact, actor, contact_id)
    share = sharing.close_record(session, contact, share_id)
    told = telling.told(contact, sharing.closed_to(share)) | sharing.told_of_closing(share)
    announce(session, actor, contact, contract.ContactShareRevoked(**told))


def list_shares(session: Session, actor: Actor, contact_id: str) -> dict[str, list[Opening]]:
    return sharing.openings_of(session, get_visible(session, Contact, actor, contact_id))
