"""Saying what a store offers: products one by one, or all of a category."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.products.queries import offered_products
from services.sales.stores import queries, rules
from services.sales.stores.commands import telling
from services.sales.stores.model import Store, StoreEntry
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import Changes, changes
from shared.contracts.sales import stores as contract
from shared.visible import get_for_change


def list_product(
    session: Session, actor: Actor, store_id: str, *, texts: dict[str, Any] | None = None, **named: str
) -> Store:
    """Take what is named into the assortment, with these texts; what is there already is only called otherwise.

    Raises `ProductIsNotOffered`, `StoreDoesNotSpeak` and `StoreIsFull`.
    """
    store = get_for_change(session, Store, actor, store_id)
    if "product_id" in named:
        offered_products(session, [named["product_id"]])
    entry = queries.entry_of(session, store, **named)
    before = _facts(entry)
    entry = store.take_in(entry, texts or {}, contract.MOST_ENTRIES, **named)
    session.add(entry)
    session.flush()
    _announce(session, actor, store, entry, changes(before, _facts(entry)), contract.StoreProductListed)
    return store


def delist_product(session: Session, actor: Actor, store_id: str, **named: str) -> Store:
    """Take what is named out of the assortment. Raises `StoreDoesNotList` and `StoreNeedsProducts`."""
    store = get_for_change(session, Store, actor, store_id)
    entry = queries.entry_of(session, store, **named)
    if entry is None:
        raise rules.StoreDoesNotList(f"{', '.join(named.values())} is not in the assortment of the store.")
    before = _facts(entry)
    session.delete(entry)
    session.flush()
    store.take_out(queries.has_products(session, store))
    _announce(session, actor, store, entry, changes(before, {}), contract.StoreProductDelisted)
    return store


def _facts(entry: StoreEntry | None) -> dict[str, Any]:
    if entry is None:
        return {}
    return {"product_id": entry.product_id, "category": entry.category, "texts": entry.texts}


def _announce(
    session: Session,
    actor: Actor,
    store: Store,
    entry: StoreEntry,
    changed: Changes,
    event: type[contract.StoreProductListed] | type[contract.StoreProductDelisted],
) -> None:
    told = telling.told(store, changed) | {"product_id": entry.product_id, "category": entry.category}
    announce(session, actor, store, event(**told))
