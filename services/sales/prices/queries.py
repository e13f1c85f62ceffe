"""Reading prices: the catalogue with what holds for one customer, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.customers.queries import get_customer
from services.sales.price_exceptions.queries import granted_prices
from services.sales.price_lists.queries import Listed, listed_prices
from services.sales.prices import rules
from services.sales.prices.rules import Offer as Offer
from services.sales.products.queries import Product, get_product, list_offered, offered_products
from services.sales.quotations.queries import quoted_prices
from shared.actor import Actor
from shared.clock import today
from shared.contracts.fields import money_text
from shared.contracts.payload import Payload
from shared.contracts.sales import price_lists
from shared.contracts.sales import prices as contract
from shared.errors import NotFound


@dataclass(frozen=True)
class Case:
    """Who buys how many on which day; without a customer only what is for everybody holds."""

    customer_id: str | None
    level: str | None
    quantity: int
    on: date


@dataclass(frozen=True)
class Tariff:
    """By what is sold: in one currency, and where a price list is named, by no other one."""

    currency: str
    price_list_code: str | None = None

    def offer(self, product: Product, found: Sequence[Offer], quantity: int) -> Offer | None:
        """What one piece costs of those many, out of what was found; None where nothing says it in this currency."""
        held = [
            offer
            for offer in (*found, Offer(rules.LIST, product.list_price, product.currency))
            if (offer.from_quantity or 1) <= quantity and self._counts(offer)
        ]
        return rules.effective(held, (self.currency,))

    def _counts(self, offer: Offer) -> bool:
        named = self.price_list_code
        return named is None or offer.basis != rules.PRICE_LIST or offer.code == named


def get_price(
    session: Session,
    actor: Actor,
    product_id: str,
    *,
    customer: str,
    qty: int,
    date: date | None = None,
    currency: str | None = None,
) -> Payload:
    """What the product costs a customer in the caller's sight, and the rule that says so."""
    product, buyer, on = get_product(session, product_id), get_customer(session, actor, customer), date or today()
    case = Case(buyer.id, buyer.level, qty, on)
    listed = Offer(rules.LIST, product.list_price, product.currency)
    found = offers(session, actor, {product.id}, case).get(product.id, ())
    wanted = (currency,) if currency else (buyer.currency, product.currency)
    best = rules.effective([*found, listed], wanted)
    if best is None:
        raise rules.NoPriceInCurrency(f"Nothing says what {product.code} costs in {currency}.", currency=currency)
    return {
        "product_id": product.id,
        "customer_id": buyer.id,
        "quantity": qty,
        "date": on,
        "price": best.price,
        "currency": best.currency,
        "list_price": product.list_price,
        "rule": best,
    }


def level_of(session: Session, actor: Actor, customer_id: str | None) -> str | None:
    """Of a customer out of the caller's sight nothing is known, so that only prices for everybody hold."""
    try:
        return get_customer(session, actor, customer_id).level if customer_id else None
    except NotFound:
        return None


def offers(session: Session, actor: Actor, product_ids: set[str], case: Case) -> Mapping[str, Sequence[Offer]]:
    """Every price of these products that holds in this case, but those of the catalogue itself."""
    found: dict[str, list[Offer]] = defaultdict(list)
    for listed in listed_prices(session, actor, product_ids, level=case.level, quantity=case.quantity, on=case.on):
        found[listed.product_id].append(_of_list(listed))
    if case.customer_id is not None:
        for product_id, offer in _bound(session, case.customer_id, product_ids, case):
            found[product_id].append(offer)
    return found


def current_price(session: Session, actor: Actor, product_id: str, case: Case, currency: str) -> Decimal:
    """What one piece of a product on offer costs in this case; raises `NoPriceInCurrency`."""
    products = offered_products(session, [product_id])
    return round(current_prices(session, actor, products.values(), case, (currency,))[product_id].price, 4)


def current_prices(
    session: Session, actor: Actor, products: Collection[Product], case: Case, currencies: Sequence[str]
) -> Mapping[str, Offer]:
    """What one piece of each of these products costs in this case, by id: all in the first of the currencies in which
    each has a price. Raises `NoPriceInCurrency`, which names the last.
    """
    found = offers(session, actor, {product.id for product in products}, case)
    missing: list[str] = []
    for currency in currencies:
        best: dict[str, Offer] = {}
        for product in products:
            offer = Tariff(currency).offer(product, found.get(product.id, ()), case.quantity)
            if offer is not None:
                best[product.id] = offer
        missing = [product.code for product in products if product.id not in best]
        if not missing:
            return best
    raise rules.NoPriceInCurrency(
        f"Nothing says what {', '.join(missing)} costs in {currencies[-1]}.", currency=currencies[-1]
    )


def list_customer_prices(session: Session, actor: Actor, customer_id: str, query: Payload) -> Payload:
    """The products on offer, each at the price that holds for one piece today."""
    customer = get_customer(session, actor, customer_id)
    page = list_offered(session, contract.LISTING, query)
    case = Case(customer.id, customer.level, 1, today())
    found = offers(session, actor, {row["id"] for row in page["data"]}, case)
    wanted = frozenset(query.get("fields") or contract.PriceView().fields)
    page["data"] = [row | _priced(row, found.get(row["id"], ()), customer.currency, wanted) for row in page["data"]]
    return page


def _bound(session: Session, customer_id: str, product_ids: set[str], case: Case) -> Iterator[tuple[str, Offer]]:
    """What this customer alone was promised."""
    for product_id, quote in quoted_prices(session, customer_id, product_ids, case.on).items():
        number, until = quote.number, quote.valid_until
        offer = Offer(rules.QUOTATION, quote.price, quote.currency, quotation_number=number, ends_on=until)
        yield product_id, offer
    for granted in granted_prices(session, customer_id, product_ids, case.on):
        if granted.from_quantity <= case.quantity:
            yield (
                granted.product_id,
                Offer(
                    rules.EXCEPTION,
                    granted.unit_price,
                    granted.currency,
                    from_quantity=granted.from_quantity,
                    ends_on=granted.ends_on,
                    price_exception_id=granted.id,
                ),
            )


def _of_list(listed: Listed) -> Offer:
    return Offer(
        rules.PROMOTION if listed.kind == price_lists.PROMOTION else rules.PRICE_LIST,
        listed.unit_price,
        listed.currency,
        code=listed.code,
        name=listed.name,
        customer_level=listed.customer_level,
        unit_id=listed.unit_id,
        from_quantity=listed.from_quantity,
        starts_on=listed.starts_on,
        ends_on=listed.ends_on,
    )


def _priced(row: Payload, found: Sequence[Offer], currency: str, wanted: frozenset[str]) -> dict[str, Any]:
    """What the offers change about a row of the catalogue, of the fields that are wanted. What the customer was
    promised counts in whichever currency that was, a list in the customer's own.
    """
    promised = [offer.currency for offer in found if offer.basis in (rules.EXCEPTION, rules.QUOTATION)]
    best = rules.effective(found, [*promised, currency])
    told: dict[str, Any] = {"basis": rules.LIST, "quotation_number": None, "valid_until": None}
    if best is not None:
        told = {
            "price": money_text(best.price),
            "currency": best.currency,
            "basis": best.basis,
            "quotation_number": best.quotation_number,
            "valid_until": None if best.ends_on is None else best.ends_on.isoformat(),
        }
    return {name: value for name, value in told.items() if name in wanted}
