"""Which of the prices that hold is the one that counts, in plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shared.errors import RuleBroken

EXCEPTION, QUOTATION, PROMOTION, PRICE_LIST, LIST = "exception", "quotation", "promotion", "price_list", "list"
"""What a price may rest on: what was approved, quoted, promoted or listed for a customer, or the catalogue."""


class NoPriceInCurrency(RuleBroken):
    """Nothing says what the product costs in this currency."""

    code = "price_not_in_currency"


@dataclass(frozen=True)
class Offer:
    """A price that holds, and the rule that makes it hold: its `basis`, and what tells it from others of that basis."""

    basis: str
    price: Decimal
    currency: str
    code: str | None = None
    name: str | None = None
    customer_level: str | None = None
    unit_id: str | None = None
    from_quantity: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    quotation_number: str | None = None
    price_exception_id: str | None = None


def effective(offers: Iterable[Offer], currencies: Sequence[str]) -> Offer | None:
    """The offer that counts, in the first of the currencies in which there is any.

    What was approved for the customer goes before what the customer was quoted, that before price lists, these before
    the catalogue. Of price lists the one made for the seller's unit counts, then the one for the customer's level, then
    the one for everybody; within a list the price from the highest quantity on. A promotion counts where it is cheaper.
    """
    held = list(offers)
    for currency in currencies:
        found = _effective([offer for offer in held if offer.currency == currency])
        if found is not None:
            return found
    return None


def _effective(offers: Sequence[Offer]) -> Offer | None:
    for basis in (EXCEPTION, QUOTATION):
        bound = [offer for offer in offers if offer.basis == basis]
        if bound:
            return min(bound, key=lambda offer: offer.price)
    listed = [offer for offer in offers if offer.basis == PRICE_LIST] or [
        offer for offer in offers if offer.basis == LIST
    ]
    usual = max(listed, key=_closeness) if listed else None
    promoted = [offer for offer in offers if offer.basis == PROMOTION]
    cheapest = min(promoted, key=lambda offer: offer.price) if promoted else None
    if usual is None or cheapest is None:
        return usual or cheapest
    return cheapest if cheapest.price < usual.price else usual


def _closeness(offer: Offer) -> tuple[bool, bool, date, str, int]:
    """How closely a list is cut to the case: of two alike the one that started later counts."""
    return (
        offer.unit_id is not None,
        offer.customer_level is not None,
        offer.starts_on or date.min,
        offer.code or "",
        offer.from_quantity or 0,
    )
