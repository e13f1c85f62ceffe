"""Setting up stores, opening and closing them. One function, one business decision, one event."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.price_lists.queries import price_list_in_force
from services.sales.stores import queries, rules
from services.sales.stores.commands import telling
from services.sales.stores.model import Store
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.sales import stores as contract
from shared.ids import new_id
from shared.search import index_words
from shared.visible import get_for_change

NOUN = contract.LISTING.noun


def create_store(session: Session, actor: Actor, *, code: str, **fields: Any) -> Store:
    """Set up a store of the caller's unit, as a draft.

    Raises `StoreCodeIsTaken`, `StoreDoesNotSpeak`, `StorePricesDiffer` and `PriceListOfStoreIsUnknown`.
    """
    if queries.is_code_taken(session, code):
        raise rules.StoreCodeIsTaken(f"There is a store {code} already.")
    store = Store(
        id=fields.pop("id", None) or new_id(),
        code=code,
        status=rules.StoreStatus.DRAFT,
        theme={},
        listed=0,
        owner_id=actor.user_id,
        org_unit_id=actor.unit_id,
        created_by=actor.user_id,
    )
    _edit(session, store, fields)
    session.add(store)
    session.flush()
    _announce(session, actor, store, {}, contract.StoreCreated)
    index_words(session, NOUN, store.id, store.code, store.name)
    return store


def change_store(session: Session, actor: Actor, store_id: str, **fields: Any) -> Store:
    """Edit a store; what is left out stays.

    Raises `StoreNeedsCurrency`, `StoreDoesNotSpeak`, `StorePricesDiffer` and `PriceListOfStoreIsUnknown`.
    """
    store = get_for_change(session, Store, actor, store_id)
    before = telling.facts(store)
    _edit(session, store, fields)
    session.flush()
    _announce(session, actor, store, before, contract.StoreChanged)
    index_words(session, NOUN, store.id, store.code, store.name)
    return store


def publish_store(session: Session, actor: Actor, store_id: str) -> Store:
    """Let visitors in. Raises `StoreNeedsCurrency` and `StoreNeedsProducts`."""
    store = get_for_change(session, Store, actor, store_id)
    before = telling.facts(store)
    store.publish(queries.has_products(session, store))
    _announce(session, actor, store, before, contract.StorePublished)
    return store


def withdraw_store(session: Session, actor: Actor, store_id: str) -> Store:
    """Close it to visitors; all that it is stays, to be published again."""
    store = get_for_change(session, Store, actor, store_id)
    before = telling.facts(store)
    store.withdraw()
    _announce(session, actor, store, before, contract.StoreWithdrawn)
    return store


def _edit(session: Session, store: Store, fields: dict[str, Any]) -> None:
    price_list_id = fields.pop("price_list_id", store.price_list_id)
    store.edit({**fields, "price_list_id": None})
    if price_list_id is not None:
        price_list = price_list_in_force(session, price_list_id)
        if price_list is None:
            raise rules.PriceListOfStoreIsUnknown(f"There is no price list {price_list_id} in force.")
        store.sell_by(price_list.id, price_list.currency)


def _announce(
    session: Session, actor: Actor, store: Store, before: dict[str, Any], event: type[contract.StoreEvent]
) -> None:
    diff = changes(before, telling.facts(store))
    announce(session, actor, store, event(**telling.told(store, diff)))
