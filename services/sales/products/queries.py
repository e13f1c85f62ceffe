"""Reading products. They belong to the company: everybody who may open the catalogue sees all of it."""

from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from services.sales.products import rules
from services.sales.products.model import CodedProduct as CodedProduct
from services.sales.products.model import NamedProduct as NamedProduct
from services.sales.products.model import Product as Product
from shared.actor import Actor
from shared.company_wide import get_of_company, get_of_company_for_change
from shared.contracts.listing import Listing
from shared.contracts.payload import Payload
from shared.contracts.sales import products as contract
from shared.listing import list_records
from shared.persistence.history import list_history

COLUMNS = {name: getattr(Product, name) for name in contract.LISTING.fields}


def catalogue() -> Select[Product]:
    """All products. There is no scope to start from: a product has neither owner nor unit, and the right to read
    products, which the gateway has checked, is the right to read the catalogue.
    """
    return select(Product)


def get_product(session: Session, product_id: str) -> Product:
    return get_of_company(session, Product, product_id, "product")


def get_product_for_change(session: Session, actor: Actor, product_id: str) -> Product:
    """The product, locked until the transaction ends; raises `Stale` when the caller named another version."""
    return get_of_company_for_change(session, actor, Product, product_id, "product")


def list_products(session: Session, query: Payload) -> Payload:
    return list_records(session, catalogue(), Product, contract.LISTING, COLUMNS, query)


def list_offered(session: Session, listing: Listing, query: Payload, *within: ColumnElement[bool]) -> Payload:
    """A page of the products in the catalogue, as this listing shows them; of those only that are `within`."""
    columns = {name: COLUMNS[name] for name in listing.fields}
    return list_records(session, catalogue().where(Product.active, *within), Product, listing, columns, query)


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


def products_by_id(session: Session, product_ids: Iterable[str]) -> dict[str, Product]:
    """By id, retired ones too: they lie in carts from before."""
    return {product.id: product for product in session.scalars(catalogue().where(Product.id.in_(set(product_ids))))}


def unit_costs(session: Session, product_ids: Iterable[str], currency: str) -> dict[str, Decimal]:
    """What a piece of these products costs the company, by id, where that is known in this currency."""
    known = (Product.id.in_(set(product_ids)), Product.currency == currency, Product.cost.is_not(None))
    costs = select(Product.id, Product.cost).where(*known)
    return {product_id: cost for product_id, cost in session.execute(costs) if cost is not None}


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
