"""Checking out: stock is asked for, the price held against what the buyer saw, and the cart becomes one order."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.carts import rules
from services.sales.carts.commands import announce_cart, telling
from services.sales.carts.model import Cart
from services.sales.carts.queries import get_cart
from services.sales.carts.queries.reckoning import Line, Reckoning, reckon
from services.sales.orders.commands.entering import create_order
from services.sales.stores.queries import store_behind
from shared.actor import Actor
from shared.contracts.fields import money_text
from shared.contracts.sales import carts as contract
from shared.owners import Belonging
from shared.persistence.database import Database
from shared.visible import get_for_change

ASK_SECONDS = 5.0

Ask = Callable[..., Any]
"""Calls a service as the buyer: `ask(service, method, **arguments)`, and gives its result."""

Pieces = Mapping[str, int]
"""By product."""


def count_stock(database: Database, ask: Ask, actor: Actor, cart_id: str) -> Pieces:
    """The pieces that a cart needs, all of which distribution has. Nothing is asked for a cart that is not open.

    Raises `CartIsShort`, and `Unavailable` while distribution is away.
    """
    with database.read() as session:
        cart = get_cart(session, actor, cart_id)
        reckoned, unit_id = reckon(session, actor, cart), cart.org_unit_id
        if not (cart.is_open and cart.lines):
            return {}
    wanted = [{"item_id": product_id, "quantity": count} for product_id, count in sorted(reckoned.pieces.items())]
    answer = ask("distribution", "check_availability", request={"org_unit_id": unit_id, "wanted": wanted})
    _ensure_in_stock(reckoned, answer["short"])
    return reckoned.pieces


def check_out_cart(
    session: Session, actor: Actor, cart_id: str, counted: Pieces, *, total: Decimal, **terms: Any
) -> Cart:
    """Make an order of the cart, at the prices of this moment, if these are what the buyer saw.

    The cart stays locked meanwhile: whoever checks it out second is told the order by `CartCannotDoThis`. Raises
    `CartIsEmpty`, `StoreIsClosed` and `CartHasChanged`, also where other pieces were `counted` than it has now.
    """
    cart = get_for_change(session, Cart, actor, cart_id)
    cart.ensure_ready()
    store_behind(session, cart.store_id).ensure_open()
    before = telling.facts(cart)
    reckoned = reckon(session, actor, cart)
    rules.ensure_seen(total, reckoned.total, reckoned.changed)
    rules.ensure_counted(counted, reckoned.pieces)
    order = create_order(
        session,
        actor,
        lines=[ordered for line in reckoned.lines for ordered in _ordered(line)],
        customer_id=cart.customer_id,
        currency=cart.currency,
        whose=Belonging(cart.owner_id, cart.org_unit_id),
        **terms,
    )
    cart.check_out(order.id, {line.id: line.unit_price or Decimal(0) for line in reckoned.lines})
    session.flush()
    announce_cart(session, actor, cart, before, contract.CartCheckedOut, total=money_text(total))
    return cart


def _ordered(line: Line) -> list[dict[str, Any]]:
    """The product and each of its parts as a line of the order, which names the configuration that they are of."""
    return [
        {
            "product_id": part.product_id,
            "quantity": line.quantity,
            "unit_price": part.unit_price,
            "configuration_id": line.configuration_id,
        }
        for part in line.parts
    ]


def _ensure_in_stock(reckoned: Reckoning, short: list[dict[str, Any]]) -> None:
    lacking = {one["item_id"]: one["wanted"] - one["available"] for one in short}
    lines = [line.id for line in reckoned.lines if any(part.product_id in lacking for part in line.parts)]
    if lines:
        told = [
            {"product_id": one["item_id"], **{name: one[name] for name in ("wanted", "available")}}
            | {"missing": lacking[one["item_id"]]}
            for one in short
        ]
        raise rules.CartIsShort("There are not enough pieces of what is in the cart.", lines=lines, short=told)
