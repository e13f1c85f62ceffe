"""Reading stores: what is published is open to all who may look at stores, the rest to whom it is visible."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from services.sales.configurators.queries import configurator_ids
from services.sales.price_lists.queries import price_list_in_force
from services.sales.prices.queries import Case, Offer, Tariff, offers
from services.sales.products.queries import Product, catalogue, list_offered
from services.sales.stores import rules
from services.sales.stores.model import Store as Store
from services.sales.stores.model import StoreEntry
from shared.actor import Actor
from shared.clock import today
from shared.contracts.fields import money_text
from shared.contracts.payload import Payload
from shared.contracts.sales import stores as contract
from shared.errors import NotFound
from shared.listing import list_records
from shared.owners import unit_paths
from shared.persistence.history import list_history
from shared.processes import Process, process_of
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(Store, name) for name in contract.LISTING.fields}
ENTRY_COLUMNS = {name: getattr(StoreEntry, name) for name in contract.ASSORTMENT.fields}


def readable(actor: Actor) -> Select[Store]:
    """Published stores, and those that the caller may see anyway."""
    within_reach = visible(Store, actor).with_only_columns(Store.id)
    return select(Store).where(or_(Store.status == rules.StoreStatus.PUBLISHED, Store.id.in_(within_reach)))


def get_store(session: Session, actor: Actor, store_id: str) -> Store:
    return _found(session.scalar(readable(actor).where(Store.id == store_id)), store_id)


def list_stores(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, readable(actor), Store, contract.LISTING, COLUMNS, query)


def list_store_history(session: Session, actor: Actor, store_id: str, after: int) -> Payload:
    """What it was before it was published shows in it, so that it is for those alone who may see it then."""
    return list_history(session, get_visible(session, Store, actor, store_id).id, after=after)


def list_assortment(session: Session, actor: Actor, store_id: str, query: Payload) -> Payload:
    """The entries of a store, for those who may see it unpublished."""
    store = get_visible(session, Store, actor, store_id)
    rows = select(StoreEntry).where(StoreEntry.store_id == store.id)
    return list_records(session, rows, StoreEntry, contract.ASSORTMENT, ENTRY_COLUMNS, query)


def store_process() -> Process:
    return process_of("stores", rules.StoreStatus, rules.TRANSITIONS)


def is_code_taken(session: Session, code: str) -> bool:
    return session.scalar(select(Store.id).where(Store.code == code)) is not None


def entry_of(
    session: Session, store: Store, *, product_id: str | None = None, category: str | None = None
) -> StoreEntry | None:
    """What the assortment of this store, which the caller has, says of a product or of a category itself."""
    entries = select(StoreEntry).where(StoreEntry.store_id == store.id)
    named = StoreEntry.category == category if product_id is None else StoreEntry.product_id == product_id
    return session.scalar(entries.where(named))


def published_store(session: Session, store_id: str) -> Store:
    """A store that is open to visitors, whosever it is; of any other it is not told that it exists."""
    open_to_all = select(Store).where(Store.status == rules.StoreStatus.PUBLISHED)
    return _found(session.scalar(open_to_all.where(Store.id == store_id)), store_id)


def _found(store: Store | None, store_id: str) -> Store:
    if store is None:
        raise NotFound(f"There is no store {store_id}.")
    return store


def store_behind(session: Session, store_id: str) -> Store:
    """The store, published or not, in which a cart was filled that the caller has."""
    return session.scalars(select(Store).where(Store.id == store_id)).one()


def has_products(session: Session, store: Store) -> bool:
    """Whether there is anything in this store, which the caller has, that the company offers."""
    return bool(session.scalar(select(exists().where(_stocks(store), Product.active))))


def ensure_sold(session: Session, store: Store, product_id: str) -> None:
    """Raises `StoreIsClosed`, and `StoreDoesNotOffer` for what is not in the assortment or not on offer."""
    store.ensure_open()
    if not products_of(session, store, {product_id}):
        raise rules.StoreDoesNotOffer("This store does not sell that product.", product_id=product_id)


def products_of(session: Session, store: Store, product_ids: Collection[str]) -> dict[str, Product]:
    """Those of these products that the store sells now, by id."""
    rows = catalogue().where(Product.id.in_(product_ids), Product.active, _stocks(store))
    return {product.id: product for product in session.scalars(rows)}


def seller_of(session: Session, actor: Actor, store: Store) -> Actor:
    """The caller in the place of the store's unit: a store sells by the price lists of its unit, whoever looks."""
    return replace(actor, unit_path=unit_paths(session, {store.org_unit_id}).get(store.org_unit_id, ""))


def tariff_of(session: Session, store: Store) -> Tariff:
    """By what this store sells. Its price list counts as long as it is in force."""
    price_list = price_list_in_force(session, store.price_list_id) if store.price_list_id else None
    return Tariff(store.currency or "", price_list.code if price_list else None)


@dataclass(frozen=True)
class _Shown:
    """What a page of a catalogue shows beside the products themselves, by their ids."""

    language: str
    currency: str | None
    texts: Mapping[str, Mapping[str, str]]
    prices: Mapping[str, Offer]
    configurators: Mapping[str, str]

    def of(self, product_id: str) -> dict[str, Any]:
        price = self.prices.get(product_id)
        return {
            **self.texts.get(product_id, {}),
            "language": self.language,
            "price": None if price is None else money_text(price.price),
            "currency": self.currency,
            "basis": None if price is None else price.basis,
            "configurator_id": self.configurators.get(product_id),
        }


def browse_catalogue(
    session: Session, actor: Actor, store_id: str, query: Payload, languages: list[str] | None
) -> Payload:
    """What a store shows, or would show if it were published, in the first of these languages that it speaks."""
    store = get_store(session, actor, store_id)
    page = list_offered(session, contract.CATALOGUE, query, _stocks(store))
    ids = {row["id"] for row in page["data"]}
    language = store.language_for(languages or [])
    shown = _Shown(
        language,
        store.currency,
        _texts(session, store, ids, language),
        _prices(session, actor, store, ids),
        configurator_ids(session, ids),
    )
    wanted = frozenset(query.get("fields") or contract.CatalogueView().fields)
    page["data"] = [
        row | {name: value for name, value in shown.of(row["id"]).items() if name in wanted} for row in page["data"]
    ]
    return page


def _prices(session: Session, actor: Actor, store: Store, product_ids: set[str]) -> dict[str, Offer]:
    """What one piece costs everybody today, where anything says it in the store's currency."""
    found = offers(session, seller_of(session, actor, store), product_ids, Case(None, None, 1, today()))
    products = session.scalars(catalogue().where(Product.id.in_(product_ids)))
    tariff = tariff_of(session, store)
    priced = {one.id: tariff.offer(one, found.get(one.id, ()), 1) for one in products}
    return {product_id: offer for product_id, offer in priced.items() if offer is not None}


def _texts(session: Session, store: Store, product_ids: set[str], language: str) -> dict[str, dict[str, str]]:
    """What products are called in this language, where the store has a name of its own for them."""
    entries = select(StoreEntry).where(StoreEntry.store_id == store.id, StoreEntry.product_id.in_(product_ids))
    return {
        str(entry.product_id): entry.texts[language] for entry in session.scalars(entries) if language in entry.texts
    }


def _stocks(store: Store) -> ColumnElement[bool]:
    """That a product is in the assortment of this store: by itself, or with its category."""
    entries = select(StoreEntry).where(StoreEntry.store_id == store.id)
    return or_(
        Product.id.in_(entries.with_only_columns(StoreEntry.product_id).where(StoreEntry.product_id.is_not(None))),
        Product.category.in_(entries.with_only_columns(StoreEntry.category).where(StoreEntry.category.is_not(None))),
    )
