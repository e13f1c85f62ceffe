"""Files of customers: who may have them, and what is said of them in the history."""

from sqlalchemy.orm import Session

from services.sales.customers.commands import telling
from services.sales.customers.model import Customer
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.sales import customers as contract
from shared.visible import get_for_change, get_visible


def see_customer(session: Session, actor: Actor, customer_id: str) -> str:
    """The id, where the caller may see it."""
    return get_visible(session, Customer, actor, customer_id).id


def hold_customer(session: Session, actor: Actor, customer_id: str) -> str:
    """The id, where the caller may edit it, held until the transaction ends."""
    return get_for_change(session, Customer, actor, customer_id).id


def tell_of_file(session: Session, actor: Actor, customer_id: str, file_id: str, name: str, *, attached: bool) -> None:
    customer = get_for_change(session, Customer, actor, customer_id)
    there, gone = {"file": name}, {"file": None}
    diff = changes(gone, there) if attached else changes(there, gone)
    event = contract.CustomerFileAttached if attached else contract.CustomerFileRemoved
    announce(session, actor, customer, event(**telling.told(customer, diff), file_id=file_id))
