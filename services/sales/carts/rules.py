"""What a cart may do and when it becomes an order, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from shared.errors import Conflict, RuleBroken


class CartStatus(StrEnum):
    OPEN = "open"
    CHECKED_OUT = "checked_out"
    ABANDONED = "abandoned"


S = CartStatus
TRANSITIONS: Mapping[str, Mapping[CartStatus, CartStatus]] = {
    "put": {S.OPEN: S.OPEN},
    "take_out": {S.OPEN: S.OPEN},
    "check_out": {S.OPEN: S.CHECKED_OUT},
    "abandon": {S.OPEN: S.ABANDONED},
}


class CartCannotDoThis(Conflict):
    """A cart that was checked out or given up stays as it was; `order_id` names the order that it became."""

    code = "cart_state_forbids"


class CartNamesNobody(RuleBroken):
    """A cart is filled for a customer in the caller's sight."""

    code = "cart_customer_missing"


class CartIsFull(RuleBroken):
    """A cart has only so many lines, and an order of it, part by part, too."""

    code = "cart_full"


class CartHasNoSuchLine(RuleBroken):
    """Only what lies in the cart can be taken out of it."""

    code = "cart_line_unknown"


class CartLineHasNoPrice(RuleBroken):
    """Nothing says what this costs in the currency of the store."""

    code = "cart_price_missing"


class CartIsEmpty(RuleBroken):
    """Something is bought, or there is no order."""

    code = "cart_empty"


class CartHasChanged(Conflict):
    """What the cart costs, or what of it is sold, is not what the buyer has seen. `total` is what it costs now, and
    `differences` are the lines that have other prices than when they were put in, or none any more.
    """

    code = "cart_changed"


class CartIsShort(Conflict):
    """There are not enough pieces. `lines` are those that lack some; `short` says of which product how many lack."""

    code = "cart_stock_short"


def next_status(verb: str, status: CartStatus, order_id: str | None = None) -> CartStatus:
    """The state that the verb leads to; raises `CartCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        sentence = f"This cart is {status.value.replace('_', ' ')} already."
        raise CartCannotDoThis(sentence, cart_status=status.value, order_id=order_id) from None


def ensure_room(lines: int, most: int) -> None:
    if lines > most:
        raise CartIsFull(f"There would be {lines} lines, and {most} is the most.", most=most)


def ensure_priced(price: Decimal | None) -> Decimal:
    if price is None:
        raise CartLineHasNoPrice("Nothing says what this costs in the currency of the store.")
    return price


def ensure_seen(seen: Decimal, total: Decimal | None, told: Mapping[str, Any]) -> None:
    """Raises `CartHasChanged`, with what is to be told, unless the buyer has seen what the cart costs now."""
    if total is None or seen != total:
        raise CartHasChanged("The cart is not what was seen.", **told)


def ensure_counted(counted: Mapping[str, int], pieces: Mapping[str, int]) -> None:
    """Raises `CartHasChanged` where other pieces are bought than stock was asked for."""
    if counted != pieces:
        raise CartHasChanged("The cart was changed while it was checked out.", total=None, differences=[])
