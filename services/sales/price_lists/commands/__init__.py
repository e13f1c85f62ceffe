"""Changing price lists. One function, one business decision, one event."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.price_lists import queries, rules
from services.sales.price_lists.commands import telling
from services.sales.price_lists.model import PriceList
from services.sales.products.queries import offered_products
from shared.actor import Actor
from shared.announce import announce
from shared.company_wide import ensure_for_company
from shared.contracts.events import changes
from shared.contracts.sales import price_lists as contract
from shared.picklists import ensure_listed


def create_price_list(
    session: Session, actor: Actor, *, code: str, name: str, currency: str, prices: list[dict[str, Any]], **fields: Any
) -> PriceList:
    ensure_for_company(actor)
    if queries.is_code_taken(session, code):
        raise rules.PriceListCodeIsTaken(f"There is a price list {code} already.")
    _ensure_audience(session, fields)
    price_list = PriceList(
        code=code,
        currency=currency,
        kind=fields.pop("kind", contract.STANDARD),
        status=rules.PriceListStatus.IN_FORCE,
        created_by=actor.user_id,
        **({"id": fields.pop("id")} if "id" in fields else {}),
    )
    price_list.edit({"name": name, **fields})
    _ensure_prices(session, prices)
    price_list.take_prices(prices)
    session.add(price_list)
    session.flush()
    _announce(session, actor, price_list, {}, contract.PriceListCreated)
    return price_list


def change_price_list(session: Session, actor: Actor, price_list_id: str, **fields: Any) -> PriceList:
    ensure_for_company(actor)
    price_list = queries.get_price_list_for_change(session, actor, price_list_id)
    before = telling.facts(price_list)
    _ensure_audience(session, fields, price_list)
    prices = fields.pop("prices", None)
    price_list.edit(fields)
    if prices is not None:
        _ensure_prices(session, prices)
        price_list.take_prices(prices)
    session.flush()
    _announce(session, actor, price_list, before, contract.PriceListChanged)
    return price_list


def withdraw_price_list(session: Session, actor: Actor, price_list_id: str) -> PriceList:
    ensure_for_company(actor)
    price_list = queries.get_price_list_for_change(session, actor, price_list_id)
    before = telling.facts(price_list)
    price_list.withdraw()
    _announce(session, actor, price_list, before, contract.PriceListWithdrawn)
    return price_list


def reinstate_price_list(session: Session, actor: Actor, price_list_id: str) -> PriceList:
    ensure_for_company(actor)
    price_list = queries.get_price_list_for_change(session, actor, price_list_id)
    before = telling.facts(price_list)
    price_list.reinstate()
    _announce(session, actor, price_list, before, contract.PriceListReinstated)
    return price_list


def _ensure_audience(session: Session, fields: dict[str, Any], price_list: PriceList | None = None) -> None:
    ensure_listed(session, contract.PICKLISTS, fields, price_list)
    unit_id = fields.get("unit_id")
    if unit_id is not None and not queries.is_unit(session, unit_id):
        raise rules.UnitOfListIsUnknown(f"There is no unit {unit_id} to sell by this list.")


def _ensure_prices(session: Session, asked: list[dict[str, Any]]) -> None:
    rules.ensure_listed_once((price["product_id"], price["from_quantity"]) for price in asked)
    offered_products(session, {price["product_id"] for price in asked})


def _announce(
    session: Session,
    actor: Actor,
    price_list: PriceList,
    before: dict[str, Any],
    event: type[contract.PriceListEvent],
) -> None:
    diff = changes(before, telling.facts(price_list))
    announce(session, actor, price_list, event(**telling.told(price_list, diff)))
