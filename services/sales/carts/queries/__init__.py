"""Reading carts. Every query starts from what the actor may see."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from services.sales.carts import rules
from services.sales.carts.model import Cart
from services.sales.carts.queries.reckoning import reckon
from shared.actor import Actor
from shared.contracts.payload import Payload, reply
from shared.contracts.sales import carts as contract
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.history import list_history
from shared.processes import Process, process_of
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(Cart, name) for name in contract.LISTING.fields}

POINTER = Pointer(Cart)
"""Each names its customer."""


def get_cart(session: Session, actor: Actor, cart_id: str) -> Cart:
    return get_visible(session, Cart, actor, cart_id)


def show_cart(session: Session, actor: Actor, cart: Cart) -> Payload:
    """A cart that the caller has, with what its lines cost now, or cost when it was checked out."""
    reckoned = reckon(session, actor, cart)
    costs = {"total": reckoned.total, "lines": reckoned.lines}
    return reply(contract.CartSummaryView, cart) | reply(contract.CartView, costs)


def list_carts(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Cart, actor), Cart, contract.LISTING, COLUMNS, query)


def list_cart_history(session: Session, actor: Actor, cart_id: str, after: int) -> Payload:
    return list_history(session, get_cart(session, actor, cart_id).id, after=after)


def cart_process() -> Process:
    return process_of("carts", rules.CartStatus, rules.TRANSITIONS)


def has_carts(session: Session, customer_id: str) -> bool:
    """Whether any of this customer exist, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Cart.customer_id == customer_id))))
