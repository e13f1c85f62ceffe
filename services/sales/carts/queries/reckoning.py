"""What a cart costs at this moment: each line part by part, at the prices that hold for its customer in its store."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.carts.model import Cart, CartLine
from services.sales.configurators.queries import KeptConfiguration, buildable, configurations_by_id
from services.sales.prices.queries import Case, level_of, offers
from services.sales.products.queries import Product, products_by_id
from services.sales.stores.queries import Store, products_of, seller_of, store_behind, tariff_of
from shared.actor import Actor
from shared.clock import today
from shared.contracts.fields import money_text


@dataclass(frozen=True)
class Part:
    """The product of a line, or a part that it is built of; the price is None where nothing says it."""

    product_id: str
    unit_price: Decimal | None


@dataclass(frozen=True)
class Line:
    """A line of a cart as it stands now."""

    id: str
    product_id: str
    code: str
    name: str
    configuration_id: str | None
    quantity: int
    put_at: Decimal
    parts: Sequence[Part]
    is_sold: bool

    @property
    def unit_price(self) -> Decimal | None:
        prices = [part.unit_price for part in self.parts]
        priced = [price for price in prices if price is not None]
        return sum(priced, Decimal(0)) if self.is_sold and len(priced) == len(prices) else None

    @property
    def amount(self) -> Decimal | None:
        return None if self.unit_price is None else self.unit_price * self.quantity

    @property
    def difference(self) -> dict[str, Any]:
        """What the line cost when it was put in, and what it costs now."""
        now = self.unit_price
        told = {"line_id": self.id, "product_id": self.product_id, "put_at": money_text(self.put_at)}
        return told | {"unit_price": None if now is None else money_text(now)}


@dataclass(frozen=True)
class Reckoning:
    """All lines of a cart."""

    lines: Sequence[Line]

    @property
    def total(self) -> Decimal | None:
        amounts = [line.amount for line in self.lines]
        known = [amount for amount in amounts if amount is not None]
        return sum(known, Decimal(0)) if len(known) == len(amounts) else None

    @property
    def pieces(self) -> dict[str, int]:
        """How many of each product are bought, by themselves and as parts of others."""
        pieces: Counter[str] = Counter()
        for line in self.lines:
            for part in line.parts:
                pieces[part.product_id] += line.quantity
        return dict(pieces)

    @property
    def changed(self) -> dict[str, Any]:
        """What the cart costs now, and the lines that cost something else than when they were put in, or nothing."""
        differences = [line.difference for line in self.lines if line.unit_price != line.put_at]
        return {"total": None if self.total is None else money_text(self.total), "differences": differences}


def reckon(session: Session, actor: Actor, cart: Cart) -> Reckoning:
    """What the lines of a cart that the caller has cost now; of one that is not open any more, what they cost then."""
    named = {line.configuration_id for line in cart.lines if line.configuration_id is not None}
    configurations = configurations_by_id(session, named)
    parts = {line.id: _parts_of(line, configurations) for line in cart.lines}
    products = products_by_id(session, {part for built_of in parts.values() for part in built_of})
    if not cart.is_open:
        then = {line.id: [Part(line.product_id, line.unit_price)] for line in cart.lines}
        return Reckoning([_line(one, products, then[one.id], is_sold=True) for one in cart.lines])
    store = store_behind(session, cart.store_id)
    sold = products_of(session, store, {line.product_id for line in cart.lines}) if store.sells(cart.currency) else {}
    built = buildable(session, configurations.values())
    price = _prices(session, actor, cart, store, products)
    lines = [
        _line(
            line,
            products,
            [Part(part, price(part, line.quantity)) for part in parts[line.id]],
            is_sold=line.product_id in sold and (line.configuration_id is None or line.configuration_id in built),
        )
        for line in cart.lines
    ]
    return Reckoning(lines)


def _prices(
    session: Session, actor: Actor, cart: Cart, store: Store, products: Mapping[str, Product]
) -> Callable[[str, int], Decimal | None]:
    """What one piece of these products costs the customer today, who takes so many of it."""
    most = max((line.quantity for line in cart.lines), default=1)
    case = Case(cart.customer_id, level_of(session, actor, cart.customer_id), most, today())
    found = offers(session, seller_of(session, actor, store), set(products), case)
    tariff = tariff_of(session, store)

    def price(product_id: str, quantity: int) -> Decimal | None:
        product = products[product_id]
        offer = tariff.offer(product, found.get(product_id, ()), quantity) if product.active else None
        return None if offer is None else round(offer.price, 4)

    return price


def _parts_of(line: CartLine, configurations: Mapping[str, KeptConfiguration]) -> list[str]:
    """The product itself, and what it is to be built of."""
    if line.configuration_id is None:
        return [line.product_id]
    return [line.product_id, *configurations[line.configuration_id].part_ids]


def _line(line: CartLine, products: Mapping[str, Product], parts: Sequence[Part], *, is_sold: bool) -> Line:
    product = products[line.product_id]
    return Line(
        id=line.id,
        product_id=line.product_id,
        code=product.code,
        name=product.name,
        configuration_id=line.configuration_id,
        quantity=line.quantity,
        put_at=line.unit_price,
        parts=parts,
        is_sold=is_sold,
    )
