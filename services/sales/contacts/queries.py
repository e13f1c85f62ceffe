"""Reading contacts. Every query starts from what the actor may see."""

from sqlalchemy.orm import Session

from services.sales.contacts.model import Contact
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.sales import contacts as contract
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(Contact, name) for name in contract.LISTING.fields}


def get_contact(session: Session, actor: Actor, contact_id: str) -> Contact:
    return get_visible(session, Contact, actor, contact_id)


def list_contacts(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Contact, actor), Contact, contract.LISTING, COLUMNS, query)


def list_contact_history(session: Session, actor: Actor, contact_id: str, after: int) -> Payload:
    return list_history(session, get_contact(session, actor, contact_id).id, after=after)
