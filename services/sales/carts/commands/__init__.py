"""Opening carts and filling them. One function, one business decision, one event."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.carts import rules
from services.sales.carts.commands import telling
from services.sales.carts.model import Cart
from services.sales.carts.queries.reckoning import reckon
from services.sales.configurators.commands import keep_configuration, kept_configuration
from services.sales.customers.queries import get_customer
from services.sales.stores.queries import ensure_sold, published_store, store_behind
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.sales import carts as contract
from shared.contracts.sales import orders
from shared.errors import NotFound
from shared.ids import new_id
from shared.owners import Belonging, own
from shared.visible import get_for_change


def open_cart(session: Session, actor: Actor, *, store_id: str, customer_id: str | None = None, **chosen: str) -> Cart:
    """Open a cart in a published store, for a customer in the caller's sight; `chosen` is its id, where it has one.

    Raises `CartNamesNobody`, and `NotFound` for a store that is not published.
    """
    store = published_store(session, store_id)
    whose = own(actor) if actor.customer_id is None else Belonging(store.owner_id, store.org_unit_id)
    cart = Cart(
        id=chosen.get("id") or new_id(),
        store_id=store.id,
        currency=store.sells_in,
        customer_id=_buyer(session, actor, customer_id or actor.customer_id),
        status=rules.CartStatus.OPEN,
        owner_id=whose.owner_id,
        org_unit_id=whose.org_unit_id,
        created_by=actor.user_id,
    )
    session.add(cart)
    session.flush()
    announce_cart(session, actor, cart, {}, contract.CartOpened)
    return cart


def put_into_cart(
    session: Session,
    actor: Actor,
    cart_id: str,
    *,
    product_id: str,
    quantity: int,
    choices: list[dict[str, str]] | None = None,
    configuration_id: str | None = None,
) -> Cart:
    """So many of a product of the store from now on, built of these parts where it is of parts.

    Raises `StoreIsClosed`, `StoreDoesNotOffer`, `CartLineHasNoPrice`, `CartIsFull` and what forbids the parts.
    """
    cart = get_for_change(session, Cart, actor, cart_id)
    before = telling.facts(cart)
    cart.ensure_fillable()
    ensure_sold(session, store_behind(session, cart.store_id), product_id)
    if choices is not None:
        configuration_id = keep_configuration(session, product_id, choices).id
    elif configuration_id is not None:
        configuration_id = kept_configuration(session, product_id, configuration_id).id
    line = cart.put(product_id, configuration_id, quantity, contract.MOST_LINES)
    reckoned = reckon(session, actor, cart)
    rules.ensure_room(sum(len(one.parts) for one in reckoned.lines), orders.MOST_LINES)
    line.unit_price = rules.ensure_priced(next(one for one in reckoned.lines if one.id == line.id).unit_price)
    session.flush()
    announce_cart(session, actor, cart, before, contract.CartChanged)
    return cart


def take_out_of_cart(session: Session, actor: Actor, cart_id: str, line_id: str) -> Cart:
    """Raises `CartHasNoSuchLine`."""
    cart = get_for_change(session, Cart, actor, cart_id)
    before = telling.facts(cart)
    cart.take_out(line_id)
    session.flush()
    announce_cart(session, actor, cart, before, contract.CartChanged)
    return cart


def abandon_cart(session: Session, actor: Actor, cart_id: str) -> Cart:
    """Give it up; what lay in it stays to be counted."""
    cart = get_for_change(session, Cart, actor, cart_id)
    before = telling.facts(cart)
    cart.abandon()
    announce_cart(session, actor, cart, before, contract.CartAbandoned)
    return cart


def announce_cart(
    session: Session,
    actor: Actor,
    cart: Cart,
    before: dict[str, Any],
    event: type[contract.CartEvent],
    **more: Any,
) -> None:
    """Tell of what became of the cart; `more` is what the event says beside the cart itself."""
    diff = changes(before, telling.facts(cart))
    announce(session, actor, cart, event(**telling.told(cart, diff), **more))


def _buyer(session: Session, actor: Actor, customer_id: str | None) -> str:
    if customer_id is None:
        raise rules.CartNamesNobody("Say who buys.")
    try:
        return get_customer(session, actor, customer_id).id
    except NotFound:
        raise rules.CartNamesNobody(f"There is no customer {customer_id} to buy.") from None
