"""Reading price lists. They belong to the company: whoever may open the list sees all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from services.sales.price_lists import rules
from services.sales.price_lists.model import ListedPrice, PriceList
from shared.actor import Actor
from shared.company_wide import get_of_company, get_of_company_for_change
from shared.contracts.payload import Payload
from shared.contracts.sales import price_lists as contract
from shared.errors import NotFound
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.persistence.paths import nodes_on
from shared.persistence.platform import OrgUnitReplica
from shared.processes import Process, process_of

COLUMNS = {name: getattr(PriceList, name) for name in contract.LISTING.fields}
PRICE_COLUMNS = {name: getattr(ListedPrice, name) for name in contract.PRICES_LISTING.fields}


def every_price_list() -> Select[PriceList]:
    return select(PriceList)


def get_price_list(session: Session, price_list_id: str) -> PriceList:
    return get_of_company(session, PriceList, price_list_id, "price list")


def price_list_in_force(session: Session, price_list_id: str) -> PriceList | None:
    """None where there is no such list, or where it was withdrawn."""
    held = every_price_list().where(PriceList.status == rules.PriceListStatus.IN_FORCE)
    return session.scalar(held.where(PriceList.id == price_list_id))


def get_price_list_for_change(session: Session, actor: Actor, price_list_id: str) -> PriceList:
    """The price list, locked until the transaction ends; raises `Stale` when the caller named another version."""
    return get_of_company_for_change(session, actor, PriceList, price_list_id, "price list")


def list_price_lists(session: Session, query: Payload) -> Payload:
    rows = every_price_list().options(joinedload(PriceList.unit))
    return list_records(session, rows, PriceList, contract.LISTING, COLUMNS, query)


def list_every_price(session: Session, query: Payload) -> Payload:
    """The prices of all lists, withdrawn ones too, one a row."""
    rows = select(ListedPrice).options(joinedload(ListedPrice.price_list), joinedload(ListedPrice.product))
    return list_records(session, rows, ListedPrice, contract.PRICES_LISTING, PRICE_COLUMNS, query)


def get_listed_price(session: Session, listed_price_id: str) -> ListedPrice:
    """Raises `NotFound` for a price that stands on no list, or no more."""
    price = session.scalar(select(ListedPrice).where(ListedPrice.id == listed_price_id))
    if price is None:
        raise missing_price(listed_price_id)
    return price


def missing_price(listed_price_id: str) -> NotFound:
    return NotFound(f"There is no listed price {listed_price_id}.")


def price_lists_by_code_for_change(session: Session, codes: set[str]) -> dict[str, PriceList]:
    """The lists of these codes, locked in one order so that two loads never wait for one another."""
    found = session.scalars(_locked(every_price_list().where(PriceList.code.in_(codes))))
    return {price_list.code: price_list for price_list in found}


def whole_price_lists_by_code_for_change(session: Session, codes: set[str]) -> dict[str, PriceList]:
    """The same with their prices."""
    rows = every_price_list().where(PriceList.code.in_(codes)).options(selectinload(PriceList.prices))
    return {price_list.code: price_list for price_list in session.scalars(_locked(rows))}


def price_lists_of_prices_for_change(session: Session, price_ids: Collection[str]) -> list[PriceList]:
    """The lists on which these prices stand, each with all its prices, locked in one order."""
    holding = select(ListedPrice.price_list_id).where(ListedPrice.id.in_(price_ids))
    rows = every_price_list().where(PriceList.id.in_(holding)).options(selectinload(PriceList.prices))
    return list(session.scalars(_locked(rows)))


def _locked(rows: Select[PriceList]) -> Select[PriceList]:
    ordered = rows.order_by(PriceList.id).with_for_update(of=PriceList)
    return ordered.execution_options(populate_existing=True)


def list_price_list_history(session: Session, price_list_id: str, after: int) -> Payload:
    return list_history(session, get_price_list(session, price_list_id).id, after=after)


def price_list_process() -> Process:
    return process_of("price-lists", rules.PriceListStatus, rules.TRANSITIONS)


def is_code_taken(session: Session, code: str) -> bool:
    return session.scalar(every_price_list().where(PriceList.code == code)) is not None


def unit_ids_by_code(session: Session, codes: set[str]) -> dict[str, str]:
    units = session.scalars(select(OrgUnitReplica).where(OrgUnitReplica.code.in_(codes)))
    return {unit.code: unit.id for unit in units}


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
    above = nodes_on(actor.unit_path)
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
