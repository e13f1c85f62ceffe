"""Reading products. They belong to the company: everybody who may open the catalogue sees all of it."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.sales.products import rules
from services.sales.products.model import NamedProduct as NamedProduct
from services.sales.products.model import Product
from shared.actor import Actor
from shared.contracts.listing import Listing
from shared.contracts.payload import Payload
from shared.contracts.sales import products as contract
from shared.errors import NotFound
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.visible import ensure_expected_version

COLUMNS = {name: getattr(Product, name) for name in contract.LISTING.fields}


def catalogue() -> Select[Product]:
    """All products. There is no scope to start from: a product has neither owner nor unit, and the right to read
    products, which the gateway has checked, is the right to read the catalogue.
    """
    return select(Product)


def get_product(session: Session, product_id: str) -> Product:
    product = session.scalar(catalogue().where(Product.id == product_id))
    if product is None:
        raise NotFound(f"There is no product {product_id}.")
    return product


def get_product_for_change(session: Session, actor: Actor, product_id: str) -> Product:
    """The product, locked until the transaction ends; raises `Stale` when the caller named another version."""
    product = session.scalar(catalogue().where(Product.id == product_id).with_for_update())
    if product is None:
        raise NotFound(f"There is no product {product_id}.")
    ensure_expected_version(actor, product)
    return product


def list_products(session: Session, query: Payload) -> Payload:
    return list_records(session, catalogue(), Product, contract.LISTING, COLUMNS, query)


def list_offered(session: Session, listing: Listing, query: Payload) -> Payload:
    """A page of the products in the catalogue, as this listing shows them."""
    columns = {name: COLUMNS[name] for name in listing.fields}
    return list_records(session, catalogue().where(Product.active), Product, listing, columns, query)


def list_product_history(session: Session, product_id: str, after: int) -> Payload:
    return list_history(session, get_product(session, product_id).id, after=after)


def is_code_taken(session: Session, code: str) -> bool:
    return session.scalar(catalogue().where(Product.code == code)) is not None


def offered_products(session: Session, product_ids: Iterable[str]) -> dict[str, Product]:
    """The products of these ids, by id; raises `ProductIsNotOffered` when one is unknown or retired."""
    wanted = set(product_ids)
    found = offered_now(session, wanted)
    missing = sorted(wanted - found.keys())
    if missing:
        raise rules.ProductIsNotOffered("These products are not in the catalogue.", product_ids=missing)
    return found


def offered_now(session: Session, product_ids: Iterable[str]) -> dict[str, Product]:
    """Those of these products that are in the catalogue, by id."""
    wanted = set(product_ids)
    return {row.id: row for row in session.scalars(catalogue().where(Product.id.in_(wanted), Product.active))}


def product_names(session: Session, product_ids: set[str]) -> dict[str, str]:
    """By id, retired ones too: they stand in deals and documents of the past."""
    return {product.id: product.name for product in session.scalars(catalogue().where(Product.id.in_(product_ids)))}


def product_ids_by_code(session: Session, codes: set[str]) -> dict[str, str]:
    """By code, retired ones too: they stand in deals of the past."""
    return {product.code: product.id for product in session.scalars(catalogue().where(Product.code.in_(codes)))}


def products_by_code_for_change(session: Session, codes: set[str]) -> dict[str, Product]:
    """The products of these codes, locked in one order so that two loads never wait for one another."""
    rows = catalogue().where(Product.code.in_(codes)).order_by(Product.id)
    locked = rows.with_for_update().execution_options(populate_existing=True)
    return {product.code: product for product in session.scalars(locked)}
