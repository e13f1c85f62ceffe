"""Reading price lists. They belong to the company: whoever may open the list sees all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from services.sales.price_lists import rules
from services.sales.price_lists.model import ListedPrice, PriceList
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.sales import price_lists as contract
from shared.errors import NotFound
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.persistence.platform import OrgUnitReplica
from shared.processes import Process, process_of
from shared.visible import ensure_expected_version

COLUMNS = {name: getattr(PriceList, name) for name in contract.LISTING.fields}


def every_price_list() -> Select[PriceList]:
    return select(PriceList)


def get_price_list(session: Session, price_list_id: str) -> PriceList:
    return _found(session.scalar(every_price_list().where(PriceList.id == price_list_id)), price_list_id)


def get_price_list_for_change(session: Session, actor: Actor, price_list_id: str) -> PriceList:
    """The price list, locked until the transaction ends; raises `Stale` when the caller named another version."""
    rows = every_price_list().where(PriceList.id == price_list_id)
    price_list = _found(session.scalar(rows.with_for_update()), price_list_id)
    ensure_expected_version(actor, price_list)
    return price_list


def list_price_lists(session: Session, query: Payload) -> Payload:
    return list_records(session, every_price_list(), PriceList, contract.LISTING, COLUMNS, query)


def list_price_list_history(session: Session, price_list_id: str, after: int) -> Payload:
    return list_history(session, get_price_list(session, price_list_id).id, after=after)


def price_list_process() -> Process:
    return process_of("price-lists", rules.PriceListStatus, rules.TRANSITIONS)


def is_code_taken(session: Session, code: str) -> bool:
    return session.scalar(every_price_list().where(PriceList.code == code)) is not None


def is_unit(session: Session, unit_id: str) -> bool:
    return session.scalar(select(OrgUnitReplica.id).where(OrgUnitReplica.id == unit_id)) is not None


@dataclass(frozen=True)
class Listed:
    """A price on a list that holds."""

    product_id: str
    unit_price: Decimal
    currency: str
    from_quantity: int
    price_list_id: str
    code: str
    name: str
    kind: str
    customer_level: str | None
    unit_id: str | None
    starts_on: date | None
    ends_on: date | None


def listed_prices(
    session: Session, actor: Actor, product_ids: Collection[str], *, level: str | None, quantity: int, on: date
) -> list[Listed]:
    """Every price of these products that holds on that day for so many pieces and customers of that level, on lists
    for the caller's unit, those above it, or everybody.
    """
    above = [int(node) for node in actor.unit_path.strip("/").split("/") if node]
    units = select(OrgUnitReplica.id).where(OrgUnitReplica.node.in_(above))
    rows = session.execute(
        select(ListedPrice, PriceList)
        .join(PriceList, PriceList.id == ListedPrice.price_list_id)
        .where(ListedPrice.product_id.in_(product_ids), ListedPrice.from_quantity <= quantity)
        .where(PriceList.status == rules.PriceListStatus.IN_FORCE)
        .where(or_(PriceList.starts_on.is_(None), PriceList.starts_on <= on))
        .where(or_(PriceList.ends_on.is_(None), PriceList.ends_on >= on))
        .where(or_(PriceList.customer_level.is_(None), PriceList.customer_level == level))
        .where(or_(PriceList.unit_id.is_(None), PriceList.unit_id.in_(units)))
    )
    return [
        Listed(
            product_id=price.product_id,
            unit_price=price.unit_price,
            from_quantity=price.from_quantity,
            price_list_id=kept.id,
            **{name: getattr(kept, name) for name in _OF_THE_LIST},
        )
        for price, kept in rows
    ]


_OF_THE_LIST = ("currency", "code", "name", "kind", "customer_level", "unit_id", "starts_on", "ends_on")


def _found(price_list: PriceList | None, price_list_id: str) -> PriceList:
    if price_list is None:
        raise NotFound(f"There is no price list {price_list_id}.")
    return price_list
