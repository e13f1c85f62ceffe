"""Taking back what a job did to price lists, and to single prices on them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.price_lists import commands, queries
from services.sales.price_lists.commands import telling
from services.sales.price_lists.model import ListedPrice, PriceList
from shared.actor import Actor
from shared.announce import announce
from shared.company_wide import ensure_for_company
from shared.contracts.events import changes
from shared.contracts.sales import price_lists as contract
from shared.errors import Refusal
from shared.importing import REJECTED, UNCHANGED, RowResult, messages_of
from shared.undoing import REMOVED, RESTORED, Undoing, changed_by, steps_of_job, undo_records

_Before = dict[tuple[str, int], Decimal]
"""What each product cost from each quantity on."""


def _put_back(session: Session, price_list: PriceList, fields: dict[str, Any]) -> None:
    prices = fields.pop("prices", None)
    price_list.put_back(fields)
    if prices is not None:
        price_list.take_prices({**said, "unit_price": Decimal(said["unit_price"])} for said in prices)


def _withdraw(session: Session, actor: Actor, price_list: PriceList) -> Any:
    """Its code names it for ever, so it is put out of force, not removed."""
    return commands.withdraw_price_list(session, actor, price_list.id)


_PRICE_LISTS = Undoing(
    noun=contract.LISTING.noun,
    model=PriceList,
    find=queries.get_price_list_for_change,
    parts=frozenset({"prices"}),
    put_back=_put_back,
    facts=telling.facts,
    changed=lambda price_list, diff: contract.PriceListChanged(**telling.told(price_list, diff)),
    withdraw=_withdraw,
)


def undo_price_lists(session: Session, actor: Actor, job_id: str, price_list_ids: Sequence[str]) -> list[RowResult]:
    """One result a list; one whose prices were changed since stays, one that the job recorded is withdrawn."""
    ensure_for_company(actor)
    return undo_records(session, actor, job_id, price_list_ids, _PRICE_LISTS)


def undo_listed_prices(session: Session, actor: Actor, job_id: str, price_ids: Sequence[str]) -> list[RowResult]:
    """One result a price: it costs again what it cost, or is off the list where the job had put it there. A list that
    was changed since keeps all its prices; each list tells once what was taken back on it.
    """
    ensure_for_company(actor)
    results: dict[str, RowResult] = {}
    for price_list in queries.price_lists_of_prices_for_change(session, price_ids):
        wanted = [price for price in price_list.prices if price.id in price_ids]
        try:
            before = _prices_before(session, price_list, job_id)
            results |= _taken_back(session, actor, price_list, wanted, before)
        except Refusal as refusal:
            results |= {price.id: _kept(price.id, refusal) for price in wanted}
    return [results.get(price_id) or _kept(price_id, queries.missing_price(price_id)) for price_id in price_ids]


def _taken_back(
    session: Session, actor: Actor, price_list: PriceList, wanted: Sequence[ListedPrice], before: _Before
) -> dict[str, RowResult]:
    told = telling.facts(price_list)
    results = {price.id: RowResult(_take_back(price_list, price, before), price.id) for price in wanted}
    session.flush()
    if diff := changes(told, telling.facts(price_list)):
        announce(session, actor, price_list, contract.PriceListChanged(**telling.told(price_list, diff)))
    return results


def _take_back(price_list: PriceList, price: ListedPrice, before: _Before) -> str:
    cost = before.get((price.product_id, price.from_quantity))
    if cost is None:
        price_list.take_off(price)
        return REMOVED
    if cost == price.unit_price:
        return UNCHANGED  # this undo was here before
    price_list.price_one(price, cost)
    return RESTORED


def _prices_before(session: Session, price_list: PriceList, job_id: str) -> _Before:
    """Raises `ChangedSince` and `NotUndoable` as any record does."""
    [*_, first] = changed_by(steps_of_job(session, price_list.id, job_id), "prices")
    told: Any = first["before"]
    return {(said["product_id"], said["from_quantity"]): Decimal(said["unit_price"]) for said in told}


def _kept(price_id: str, refusal: Refusal) -> RowResult:
    return RowResult(REJECTED, price_id, refusal.code, messages_of(refusal))
