"""What a store may do and what it needs before visitors come, in plain Python: no database, no wire, no clock."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any

from shared.errors import Conflict, RuleBroken


class StoreStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


S = StoreStatus
TRANSITIONS: Mapping[str, Mapping[StoreStatus, StoreStatus]] = {
    "change": {S.DRAFT: S.DRAFT, S.PUBLISHED: S.PUBLISHED, S.WITHDRAWN: S.WITHDRAWN},
    "list_product": {S.DRAFT: S.DRAFT, S.PUBLISHED: S.PUBLISHED, S.WITHDRAWN: S.WITHDRAWN},
    "delist_product": {S.DRAFT: S.DRAFT, S.PUBLISHED: S.PUBLISHED, S.WITHDRAWN: S.WITHDRAWN},
    "publish": {S.DRAFT: S.PUBLISHED, S.WITHDRAWN: S.PUBLISHED},
    "withdraw": {S.PUBLISHED: S.WITHDRAWN},
}


class StoreCannotDoThis(Conflict):
    """A store in this state does not know this step."""

    code = "store_state_forbids"


class StoreCodeIsTaken(Conflict):
    """A code names one store for ever."""

    code = "store_code_taken"


class StoreIsClosed(Conflict):
    """Nothing is bought in a store that is not published."""

    code = "store_closed"


class StoreNeedsCurrency(RuleBroken):
    """A store sells in one currency: without one it is not published, and while it is published it keeps one."""

    code = "store_needs_currency"


class StoreNeedsProducts(RuleBroken):
    """Visitors find at least one product: the assortment of a published store is never empty."""

    code = "store_needs_products"


class StoreDoesNotSpeak(RuleBroken):
    """A store has texts in its own languages alone. `languages` are the others."""

    code = "store_language_unknown"


class StorePricesDiffer(RuleBroken):
    """The price list of a store is in the store's currency."""

    code = "store_price_list_currency"


class PriceListOfStoreIsUnknown(RuleBroken):
    """A store sells by a price list that is in force."""

    code = "store_price_list_unknown"


class StoreIsFull(RuleBroken):
    """An assortment has only so many entries; whole categories make it shorter."""

    code = "store_full"


class StoreDoesNotList(Conflict):
    """Only what is in the assortment can be taken out of it."""

    code = "store_does_not_list"


class StoreDoesNotOffer(RuleBroken):
    """A store sells what its assortment has and the company offers."""

    code = "store_does_not_offer"


def next_status(verb: str, status: StoreStatus) -> StoreStatus:
    """The state that the verb leads to; raises `StoreCannotDoThis` where it leads nowhere."""
    try:
        return TRANSITIONS[verb][status]
    except KeyError:
        raise StoreCannotDoThis(f"You cannot {verb} a store that is {status}.", status=status.value) from None


def ensure_currency(currency: str | None, status: StoreStatus) -> None:
    if currency is None and status is StoreStatus.PUBLISHED:
        raise StoreNeedsCurrency("A published store sells in a currency; say which.")


def ensure_products(has_products: bool, status: StoreStatus) -> None:
    if not has_products and status is StoreStatus.PUBLISHED:
        raise StoreNeedsProducts("There would be nothing in this store; take a product on offer into its assortment.")


def ensure_spoken(languages: Collection[str], texts: Mapping[str, Any]) -> None:
    unknown = sorted(texts.keys() - set(languages))
    if unknown:
        raise StoreDoesNotSpeak(f"The store does not speak {', '.join(unknown)}.", languages=unknown)


def ensure_same_currency(currency: str | None, listed_in: str) -> None:
    if currency != listed_in:
        raise StorePricesDiffer(f"The price list is in {listed_in}, the store in {currency or 'none'}.")


def ensure_room(listed: int, most: int) -> None:
    """`listed` is how many entries there are before one more."""
    if listed >= most:
        raise StoreIsFull(f"An assortment has at most {most} entries.", most=most)


def ensure_open(status: StoreStatus) -> None:
    if status is not StoreStatus.PUBLISHED:
        raise StoreIsClosed("This store is not published.", status=status.value)


def language_for(wanted: Sequence[str], spoken: Sequence[str]) -> str:
    """The first of the wanted languages that the store speaks, in any of its kinds; or else the store's first."""
    for tag in wanted:
        for language in spoken:
            if language.casefold() == tag.casefold():
                return language
        for language in spoken:
            if language.partition("-")[0].casefold() == tag.partition("-")[0].casefold():
                return language
    return spoken[0]
