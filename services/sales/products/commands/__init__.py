"""Changing products. One function, one business decision, one event."""

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.products import queries, rules
from services.sales.products.commands import telling
from services.sales.products.model import Product
from shared.actor import Actor
from shared.announce import announce
from shared.company_wide import ensure_for_company
from shared.contracts.events import changes
from shared.contracts.payload import Payload
from shared.contracts.sales import products as contract
from shared.custom_fields import record_custom
from shared.picklists import ensure_listed
from shared.search import index_words

NOUN = contract.LISTING.noun


def create_product(
    session: Session,
    actor: Actor,
    *,
    code: str,
    name: str,
    list_price: Decimal,
    custom: Payload | None = None,
    **fields: Any,
) -> Product:
    ensure_for_company(actor)
    if queries.is_code_taken(session, code):
        raise rules.ProductCodeIsTaken(f"There is a product {code} already.")
    ensure_listed(session, contract.PICKLISTS, fields)
    product = Product(code=code, name=name, list_price=list_price, created_by=actor.user_id, **fields)
    session.add(product)
    session.flush()
    record_custom(session, actor, product, custom)
    announce(
        session, actor, product, contract.ProductCreated(**telling.told(product, changes({}, telling.facts(product))))
    )
    index_words(session, NOUN, product.id, *telling.found_by(product))
    return product


def change_product(
    session: Session, actor: Actor, product_id: str, *, custom: Payload | None = None, **fields: Any
) -> Product:
    ensure_for_company(actor)
    product = queries.get_product_for_change(session, actor, product_id)
    before = telling.facts(product)
    ensure_listed(session, contract.PICKLISTS, fields, product)
    product.edit(fields)
    record_custom(session, actor, product, custom)
    announce(
        session,
        actor,
        product,
        contract.ProductChanged(**telling.told(product, changes(before, telling.facts(product)))),
    )
    index_words(session, NOUN, product.id, *telling.found_by(product))
    return product


def retire_product(session: Session, actor: Actor, product_id: str) -> Product:
    ensure_for_company(actor)
    product = queries.get_product_for_change(session, actor, product_id)
    before = telling.facts(product)
    product.retire()
    announce(
        session,
        actor,
        product,
        contract.ProductRetired(**telling.told(product, changes(before, telling.facts(product)))),
    )
    return product


def reinstate_product(session: Session, actor: Actor, product_id: str) -> Product:
    ensure_for_company(actor)
    product = queries.get_product_for_change(session, actor, product_id)
    before = telling.facts(product)
    product.reinstate()
    announce(
        session,
        actor,
        product,
        contract.ProductReinstated(**telling.told(product, changes(before, telling.facts(product)))),
    )
    return product
