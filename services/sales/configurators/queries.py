"""Reading configurators, which belong to the company: whoever may open the list sees all of them. What a choice of
parts costs is told for customers in sight.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from services.sales.configurators.model import Configurator
from services.sales.configurators.model import KeptConfiguration as KeptConfiguration
from services.sales.configurators.rules import Choice, configuration_id
from services.sales.customers.queries import get_customer
from services.sales.prices.queries import Case, Offer, current_prices
from services.sales.products.queries import offered_products
from shared.actor import Actor
from shared.clock import today
from shared.company_wide import get_of_company, get_of_company_for_change
from shared.contracts.payload import Payload
from shared.contracts.sales import configurators as contract
from shared.errors import NotFound
from shared.listing import list_records
from shared.persistence.history import list_history

COLUMNS = {name: getattr(Configurator, name) for name in contract.LISTING.fields}
CONFIGURATION_COLUMNS = {name: getattr(KeptConfiguration, name) for name in contract.CONFIGURATIONS.fields}


def every_configurator() -> Select[Configurator]:
    return select(Configurator)


def get_configurator(session: Session, configurator_id: str) -> Configurator:
    return get_of_company(session, Configurator, configurator_id, "configurator")


def get_configurator_for_change(session: Session, actor: Actor, configurator_id: str) -> Configurator:
    """The configurator, locked until the transaction ends; raises `Stale` when the caller named another version."""
    return get_of_company_for_change(session, actor, Configurator, configurator_id, "configurator")


def list_configurators(session: Session, query: Payload) -> Payload:
    return list_records(session, every_configurator(), Configurator, contract.LISTING, COLUMNS, query)


def list_configurator_history(session: Session, configurator_id: str, after: int) -> Payload:
    return list_history(session, get_configurator(session, configurator_id).id, after=after)


def is_configured(session: Session, product_id: str) -> bool:
    return configurator_of(session, product_id) is not None


def get_configuration(session: Session, kept_id: str) -> KeptConfiguration:
    found = configurations_by_id(session, {kept_id}).get(kept_id)
    if found is None:
        raise NotFound(f"There is no configuration {kept_id}.")
    return found


def list_configurations(session: Session, query: Payload) -> Payload:
    rows = select(KeptConfiguration)
    return list_records(session, rows, KeptConfiguration, contract.CONFIGURATIONS, CONFIGURATION_COLUMNS, query)


def configurations_by_id(session: Session, configuration_ids: Collection[str]) -> dict[str, KeptConfiguration]:
    """Those of these that are kept."""
    rows = select(KeptConfiguration).where(KeptConfiguration.id.in_(configuration_ids))
    return {one.id: one for one in session.scalars(rows)}


def buildable(session: Session, configurations: Collection[KeptConfiguration]) -> set[str]:
    """The ids of those whose parts go together by the configurators as they are now."""
    products = {one.product_id for one in configurations}
    rows = every_configurator().where(Configurator.product_id.in_(products))
    whole = rows.options(selectinload(Configurator.slots), selectinload(Configurator.rules))
    by_product = {one.product_id: one for one in session.scalars(whole)}
    return {
        one.id
        for one in configurations
        if one.product_id in by_product and by_product[one.product_id].takes(one.chosen)
    }


def configurator_of(session: Session, product_id: str) -> Configurator | None:
    return session.scalar(every_configurator().where(Configurator.product_id == product_id))


def configurator_ids(session: Session, product_ids: Collection[str]) -> dict[str, str]:
    """Those of these products that can be configured, each with what it is configured by."""
    found = select(Configurator.product_id, Configurator.id).where(Configurator.product_id.in_(product_ids))
    return {row.product_id: row.id for row in session.execute(found)}


@dataclass(frozen=True)
class Part:
    """The product or a part of it, and what it costs."""

    slot: str | None
    product_id: str
    code: str
    name: str
    quantity: int
    unit_price: Decimal
    rule: Offer

    @property
    def amount(self) -> Decimal:
        return self.unit_price * self.quantity


@dataclass(frozen=True)
class Configuration:
    """A product of chosen parts that go together."""

    configuration_id: str
    configurator_id: str
    product_id: str
    customer_id: str
    quantity: int
    date: date
    currency: str
    parts: Sequence[Part]

    @property
    def unit_price(self) -> Decimal:
        return sum((part.unit_price for part in self.parts), Decimal(0))

    @property
    def amount(self) -> Decimal:
        return self.unit_price * self.quantity


def configure(
    session: Session,
    actor: Actor,
    *,
    configurator_id: str,
    customer_id: str,
    quantity: int,
    choices: Sequence[Mapping[str, str]],
    currency: str | None = None,
) -> Configuration:
    """What these parts cost a customer in the caller's sight today, if they go together.

    Raises `ConfigurationIsIncompatible`, and `ProductIsNotOffered` where the product or a part has been retired since.
    """
    buyer = get_customer(session, actor, customer_id)
    configurator = get_configurator(session, configurator_id)
    chosen = [Choice(**choice) for choice in choices]
    configurator.ensure_compatible(chosen)
    places = {configurator.product_id: None} | {choice.product_id: choice.slot for choice in chosen}
    products = offered_products(session, places)
    wanted = (currency,) if currency else (buyer.currency, products[configurator.product_id].currency)
    case = Case(buyer.id, buyer.level, quantity, today())
    prices = current_prices(session, actor, products.values(), case, wanted)
    parts = [
        Part(slot, one.id, one.code, one.name, quantity, round(prices[one.id].price, 4), prices[one.id])
        for slot, one in ((slot, products[product_id]) for product_id, slot in places.items())
    ]
    agreed = parts[0].rule.currency
    known_by = configuration_id(configurator.product_id, chosen)
    return Configuration(known_by, configurator.id, configurator.product_id, buyer.id, quantity, case.on, agreed, parts)
