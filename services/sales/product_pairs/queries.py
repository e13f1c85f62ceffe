"""Reading pairs of products. They belong to the company: whoever may open the list sees all of them."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from services.sales.product_pairs.model import ProductPair
from shared.actor import Actor
from shared.company_wide import get_of_company, get_of_company_for_change
from shared.contracts.payload import Payload
from shared.contracts.sales import product_pairs as contract
from shared.listing import list_records
from shared.persistence.history import list_history

COLUMNS = {name: getattr(ProductPair, name) for name in contract.LISTING.fields}


def every_pair() -> Select[ProductPair]:
    return select(ProductPair)


def get_product_pair(session: Session, product_pair_id: str) -> ProductPair:
    return get_of_company(session, ProductPair, product_pair_id, "pair of products")


def get_product_pair_for_change(session: Session, actor: Actor, product_pair_id: str) -> ProductPair:
    """The pair, locked until the transaction ends; raises `Stale` when the caller named another version."""
    return get_of_company_for_change(session, actor, ProductPair, product_pair_id, "pair of products")


def list_product_pairs(session: Session, query: Payload) -> Payload:
    return list_records(session, every_pair(), ProductPair, contract.LISTING, COLUMNS, query)


def list_product_pair_history(session: Session, product_pair_id: str, after: int) -> Payload:
    return list_history(session, get_product_pair(session, product_pair_id).id, after=after)


def is_declared(session: Session, product_id: str, recommended_id: str) -> bool:
    these = (ProductPair.product_id == product_id, ProductPair.recommended_id == recommended_id)
    return session.scalar(every_pair().where(*these)) is not None


def pairs_of(session: Session, product_ids: Collection[str], on: date, most: int) -> Sequence[ProductPair]:
    """What is recommended on that day to whoever takes these products; of more the pairs declared last."""
    standing = (
        every_pair()
        .where(ProductPair.product_id.in_(product_ids), ProductPair.recommended_id.not_in(product_ids))
        .where(or_(ProductPair.starts_on.is_(None), ProductPair.starts_on <= on))
        .where(or_(ProductPair.ends_on.is_(None), ProductPair.ends_on >= on))
    )
    newest = standing.order_by(ProductPair.created_at.desc(), ProductPair.id.desc())
    return session.scalars(newest.limit(most)).all()
