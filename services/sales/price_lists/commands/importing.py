"""Loading price lists, and the prices on them, from files."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from services.sales.price_lists import commands, queries
from services.sales.price_lists.commands import telling
from services.sales.price_lists.model import ListedPrice, PriceList
from services.sales.products.queries import offered_now, offered_products, product_ids_by_code
from shared.actor import Actor
from shared.announce import announce
from shared.company_wide import ensure_for_company
from shared.contracts.events import changes
from shared.contracts.sales import price_lists as contract
from shared.contracts.sales.price_lists import PriceKey
from shared.errors import Refusal
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    ReferenceIsUnknown,
    RowIsThereAlready,
    RowResult,
    different,
    ensure_as_it_is,
    ensure_mode,
    misread,
    named,
    rejected,
    take_rows,
)

_SAID_ONCE = ("kind", "currency")


def import_price_lists(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the price lists in step with these rows, by code; what a row does not mention stays, the prices too."""
    ensure_for_company(actor)
    known = queries.price_lists_by_code_for_change(session, named(rows, "code"))
    units = queries.unit_ids_by_code(session, named(rows, "unit_code"))

    def take(form: Form) -> RowResult:
        fields = {name: value for name, value in form.items() if name != "unit_code"}
        if "unit_code" in form:
            fields["unit_id"] = _unit_named(units, form["unit_code"])
        price_list = known.get(form["code"])
        ensure_mode(mode, form["code"], price_list is not None)
        if price_list is None:
            return RowResult(CREATED, commands.create_price_list(session, actor, prices=[], **fields).id)
        ensure_as_it_is(price_list, {name: fields.pop(name) for name in _SAID_ONCE if name in fields})
        changed = different(price_list, fields)
        if changed:
            commands.change_price_list(session, actor, price_list.id, **changed)
        return RowResult(UPDATED if changed else UNCHANGED, price_list.id)

    return take_rows(session, rows, take)


def _unit_named(units: dict[str, str], code: str | None) -> str | None:
    if code is not None and code not in units:
        raise ReferenceIsUnknown(f"There is no unit {code}.")
    return None if code is None else units[code]


def import_listed_prices(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring single prices in step with these rows, by key. Prices that no row names stay.

    A price is a part of its list: each list tells once what all these rows changed on it.
    """
    ensure_for_company(actor)
    keys = {text: PriceKey.read(text) for text in named(rows, "key")}
    products = product_ids_by_code(session, {key.product_code for key in keys.values()})
    known = queries.whole_price_lists_by_code_for_change(session, {key.list_code for key in keys.values()})
    batch = _Prices(session, mode, keys, known, products, set(offered_now(session, products.values())))
    results = [batch.result(row) for row in rows]
    session.flush()
    for price_list, before in batch.changed():
        diff = changes(before, telling.facts(price_list))
        announce(session, actor, price_list, contract.PriceListChanged(**telling.told(price_list, diff)))
    return results


@dataclass(frozen=True)
class _Prices:
    """What the keys in the rows of one batch stand for. `offered` are the products that are in the catalogue now."""

    session: Session
    mode: str
    keys: dict[str, PriceKey]
    lists: dict[str, PriceList]
    products: dict[str, str]
    offered: set[str]
    made: set[str] = field(default_factory=set)
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What each list that these rows change told before, by its code."""
    standing: dict[str, dict[tuple[str, int], ListedPrice]] = field(default_factory=dict)
    """The prices of each list, by its code, as found when a row first names it."""

    def result(self, row: ReadRow) -> RowResult:
        """Rules are looked at before anything changes, so a rejected row leaves nothing behind."""
        if row.form is None:
            return misread(row)
        try:
            return self._take(row.form)
        except Refusal as refusal:
            return rejected(refusal)

    def changed(self) -> list[tuple[PriceList, dict[str, Any]]]:
        return [(self.lists[code], before) for code, before in self.before.items()]

    def _take(self, form: Form) -> RowResult:
        key, unit_price = self.keys[form["key"]], form["unit_price"]
        price_list, product_id = self._named(key)
        price = self._standing(price_list).get((product_id, key.from_quantity))
        if form["key"] in self.made:
            raise RowIsThereAlready(f"{key} stands in an earlier row too.")
        ensure_mode(self.mode, form["key"], price is not None)
        if price is not None and price.unit_price == unit_price:
            return RowResult(UNCHANGED, price.id)
        if product_id not in self.offered:
            offered_products(self.session, {product_id})  # refuses, in its own words
        before = self.before.get(price_list.code) or telling.facts(price_list)
        if price is not None:
            price_list.price_one(price, unit_price)
            outcome = UPDATED
        else:
            price = price_list.add_price(product_id, key.from_quantity, unit_price)
            self.made.add(form["key"])
            outcome = CREATED
        self.before[price_list.code] = before
        return RowResult(outcome, price.id)

    def _named(self, key: PriceKey) -> tuple[PriceList, str]:
        if key.list_code not in self.lists:
            raise ReferenceIsUnknown(f"There is no price list {key.list_code}.")
        if key.product_code not in self.products:
            raise ReferenceIsUnknown(f"There is no product {key.product_code} in the catalogue.")
        return self.lists[key.list_code], self.products[key.product_code]

    def _standing(self, price_list: PriceList) -> dict[tuple[str, int], ListedPrice]:
        if price_list.code not in self.standing:
            self.standing[price_list.code] = {
                (price.product_id, price.from_quantity): price for price in price_list.prices
            }
        return self.standing[price_list.code]
