"""Opening a customer to one person or one unit more, and closing it again."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.customers.commands import telling
from services.sales.customers.model import Customer
from shared import sharing
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.sales import customers as contract
from shared.sharing import Opening
from shared.visible import get_visible, get_within_reach


def share_customer(session: Session, actor: Actor, customer_id: str, **opened: Any) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    customer = get_within_reach(session, Customer, actor, customer_id)
    share = sharing.open_record(session, actor, customer, **opened)
    told = telling.told(customer, sharing.opened_to(share)) | sharing.told_of_opening(share)
    announce(session, actor, customer, contract.CustomerShared(**told))
    return sharing.opening(share)


def revoke_share(session: Session, actor: Actor, customer_id: str, share_id: str) -> None:
    customer = get_within_reach(session, Customer, actor, customer_id)
    share = sharing.close_record(session, customer, share_id)
    told = telling.told(customer, sharing.closed_to(share)) | sharing.told_of_closing(share)
    announce(session, actor, customer, contract.CustomerShareRevoked(**told))


def list_shares(session: Session, actor: Actor, customer_id: str) -> dict[str, list[Opening]]:
    return sharing.openings_of(session, get_visible(session, Customer, actor, customer_id))
