"""When a price list may change and what it may say, in plain Python."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from shared.errors import Conflict, RuleBroken


class PriceListStatus(StrEnum):
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"


TRANSITIONS: Mapping[str, Mapping[PriceListStatus, PriceListStatus]] = {
    "change": {PriceListStatus.IN_FORCE: PriceListStatus.IN_FORCE},
    "withdraw": {PriceListStatus.IN_FORCE: PriceListStatus.WITHDRAWN},
    "reinstate": {PriceListStatus.WITHDRAWN: PriceListStatus.IN_FORCE},
}


class PriceListCannotDoThis(Conflict):
    """A price list in this state does not know this step."""

    code = "price_list_state_forbids"


class PriceListCodeIsTaken(Conflict):
    """A code names one price list for ever, withdrawn or not."""

    code = "price_list_code_taken"


class PriceListEndsTooEarly(RuleBroken):
    """A price list does not end before it starts."""

    code = "price_list_ends_before_start"


class PromotionNeedsAnEnd(RuleBroken):
    """A promotion is a window: it has a first day and a last one."""

    code = "promotion_needs_window"


class PriceIsListedTwice(RuleBroken):
    """A product has one price from one quantity on."""

    code = "price_listed_twice"


class PriceListIsFull(RuleBroken):
    """A price list tells all its prices each time that one changes, so there are only so many."""

    code = "price_list_full"


class UnitOfListIsUnknown(RuleBroken):
    """A price list is for the sellers of a unit that there is."""

    code = "price_list_unit_unknown"


def next_status(verb: str, status: PriceListStatus) -> PriceListStatus:
    """The state that the verb leads to; raises `PriceListCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise PriceListCannotDoThis(f"A price list that is {status} cannot {verb}.", status=status.value) from None


def ensure_window(is_promotion: bool, starts_on: date | None, ends_on: date | None) -> None:
    if is_promotion and (starts_on is None or ends_on is None):
        raise PromotionNeedsAnEnd("A promotion says the days on which it starts and ends.")
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise PriceListEndsTooEarly(f"It would end on {ends_on}, before it starts on {starts_on}.")


def ensure_listed_once(steps: Iterable[tuple[str, int]]) -> None:
    """`steps` are products, each with the quantity from which on a price holds."""
    seen = set()
    for product_id, quantity in steps:
        if (product_id, quantity) in seen:
            raise PriceIsListedTwice(f"The price from {quantity} on is said twice.", product_id=product_id)
        seen.add((product_id, quantity))


def ensure_room(listed: int, most: int) -> None:
    """`listed` is how many prices there are before one more."""
    if listed >= most:
        raise PriceListIsFull(f"A price list has at most {most} prices.", most=most)
