"""Changing products. One function, one business decision, one event."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.products import queries, rules
from services.sales.products.model import Product
from shared.actor import Actor
from shared.announce import announce
from shared.company_wide import ensure_for_company
from shared.contracts.events import Changes, changes
from shared.contracts.fields import money_text
from shared.contracts.sales import products as contract
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    RowResult,
    different,
    ensure_mode,
    take_rows,
)
from shared.search import index_words

NOUN = contract.LISTING.noun


def create_product(
    session: Session, actor: Actor, *, code: str, name: str, list_price: Decimal, **fields: Any
) -> Product:
    ensure_for_company(actor)
    if queries.is_code_taken(session, code):
        raise rules.ProductCodeIsTaken(f"There is a product {code} already.")
    product = Product(code=code, name=name, list_price=list_price, created_by=actor.user_id, **fields)
    session.add(product)
    session.flush()
    announce(session, actor, product, contract.ProductCreated(**_told(product, changes({}, _facts(product)))))
    _index(session, product)
    return product


def change_product(session: Session, actor: Actor, product_id: str, **fields: Any) -> Product:
    ensure_for_company(actor)
    product = queries.get_product_for_change(session, actor, product_id)
    before = _facts(product)
    product.edit(fields)
    announce(session, actor, product, contract.ProductChanged(**_told(product, changes(before, _facts(product)))))
    _index(session, product)
    return product


def retire_product(session: Session, actor: Actor, product_id: str) -> Product:
    ensure_for_company(actor)
    product = queries.get_product_for_change(session, actor, product_id)
    before = _facts(product)
    product.retire()
    announce(session, actor, product, contract.ProductRetired(**_told(product, changes(before, _facts(product)))))
    return product


def reinstate_product(session: Session, actor: Actor, product_id: str) -> Product:
    ensure_for_company(actor)
    product = queries.get_product_for_change(session, actor, product_id)
    before = _facts(product)
    product.reinstate()
    announce(session, actor, product, contract.ProductReinstated(**_told(product, changes(before, _facts(product)))))
    return product


def import_products(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the catalogue in step with these rows, by code; what a row does not mention stays as it is."""
    ensure_for_company(actor)
    return take_rows(session, rows, lambda form: _import_product(session, actor, mode, form))


def _import_product(session: Session, actor: Actor, mode: str, form: Form) -> RowResult:
    product = queries.find_product(session, form["code"])
    ensure_mode(mode, form["code"], product is not None)
    if product is None:
        return RowResult(CREATED, create_product(session, actor, **form).id)
    changed = different(product, form)
    if not changed:
        return RowResult(UNCHANGED, product.id)
    return RowResult(UPDATED, change_product(session, actor, product.id, **changed).id)


def _facts(product: Product) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "code": product.code,
        "name": product.name,
        "category": product.category,
        "description": product.description,
        "unit": product.unit,
        "list_price": money_text(product.list_price),
        "currency": product.currency,
        "active": product.active,
    }


def _told(product: Product, changed: Changes) -> dict[str, Any]:
    """What every event about this product says."""
    facts = _facts(product)
    del facts["description"]
    return {**facts, "product_id": product.id, "record_version": product.version + 1, "changes": changed}


def _index(session: Session, product: Product) -> None:
    index_words(session, NOUN, product.id, product.code, product.name, product.category, product.description)
