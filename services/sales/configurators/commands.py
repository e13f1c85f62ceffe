"""Drawing up configurators and changing them. One function, one business decision, one event."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.sales.configurators import queries, rules
from services.sales.configurators.model import Configurator, KeptConfiguration
from services.sales.configurators.rules import Choice, Rule, Slot
from services.sales.products.queries import offered_products
from shared.actor import Actor
from shared.announce import announce
from shared.company_wide import ensure_for_company
from shared.contracts.events import changes
from shared.contracts.sales import configurators as contract


def create_configurator(
    session: Session,
    actor: Actor,
    *,
    product_id: str,
    name: str,
    slots: list[dict[str, Any]],
    rules: list[dict[str, Any]],
    **chosen: str,
) -> Configurator:
    """Say what a product on offer can be built of; `chosen` is the id of the configurator, where it has one.

    Raises `ProductHasConfigurator`.
    """
    ensure_for_company(actor)
    _ensure_not_configured(session, product_id)
    offered_products(session, {product_id})
    configurator = Configurator(product_id=product_id, name=name, created_by=actor.user_id, **chosen)
    configurator.lay_out(_slots(session, slots), [Rule(**rule) for rule in rules])
    session.add(configurator)
    session.flush()
    _announce(session, actor, configurator, {}, contract.ConfiguratorCreated)
    return configurator


def change_configurator(session: Session, actor: Actor, configurator_id: str, **fields: Any) -> Configurator:
    """Give it another name, other slots or other rules; what is left out stays."""
    ensure_for_company(actor)
    configurator = queries.get_configurator_for_change(session, actor, configurator_id)
    before = _facts(configurator)
    if "name" in fields:
        configurator.rename(fields["name"])
    if fields.keys() & {"slots", "rules"}:
        slots, laws = configurator.layout
        if "slots" in fields:
            slots = _slots(session, fields["slots"])
        if "rules" in fields:
            laws = [Rule(**rule) for rule in fields["rules"]]
        configurator.lay_out(slots, laws)
    session.flush()
    _announce(session, actor, configurator, before, contract.ConfiguratorChanged)
    return configurator


def keep_configuration(session: Session, product_id: str, choices: list[dict[str, str]]) -> KeptConfiguration:
    """The product built of these parts, as carts and orders name it. It is the same for everybody who chooses the same
    parts, and tells of nobody, so that it has neither history nor events.

    Raises `ProductIsNotConfigured`, `ConfigurationIsIncompatible` and `ProductIsNotOffered`.
    """
    chosen = [Choice(**choice) for choice in choices]
    configurator = queries.configurator_of(session, product_id)
    if configurator is None:
        raise rules.ProductIsNotConfigured("Nothing can be chosen of this product.", product_id=product_id)
    configurator.ensure_compatible(chosen)
    offered_products(session, {choice.product_id for choice in chosen})
    known_by = rules.configuration_id(product_id, chosen)
    kept = queries.configurations_by_id(session, {known_by}).get(known_by)
    return kept or _keep(session, known_by, product_id, chosen)


def kept_configuration(session: Session, product_id: str, configuration_id: str) -> KeptConfiguration:
    """A configuration of this product that is known, if its parts go together today; raises as `keep_configuration`."""
    kept = queries.configurations_by_id(session, {configuration_id}).get(configuration_id)
    if kept is None or kept.product_id != product_id:
        raise rules.ProductIsNotConfigured("There is no such configuration of this product.", product_id=product_id)
    return keep_configuration(session, product_id, kept.choices)


def configurations_of_lines(session: Session, lines: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """By which configuration each of these lines of an order is built, if by any: by that of its `choices`, which is
    kept, or by the one that it names, of the product or with it as a part. One that is known is taken as it is, so
    that an order stays what it was when the configurator changes.

    Raises `ProductIsNotConfigured` and what forbids the choices.
    """
    named = [
        keep_configuration(session, line["product_id"], line["choices"]).id
        if line.get("choices") is not None
        else line.get("configuration_id")
        for line in lines
    ]
    known = queries.configurations_by_id(session, {one for one in named if one is not None})
    for line, one in zip(lines, named, strict=True):
        kept = None if one is None else known.get(one)
        if one is not None and (kept is None or line["product_id"] not in (kept.product_id, *kept.part_ids)):
            product_id = line["product_id"]
            raise rules.ProductIsNotConfigured(f"There is no configuration {one} with this.", product_id=product_id)
    return named


def _keep(session: Session, known_by: str, product_id: str, chosen: list[Choice]) -> KeptConfiguration:
    ordered = sorted(chosen, key=lambda choice: (choice.slot, choice.product_id))
    kept = KeptConfiguration(id=known_by, product_id=product_id, choices=[vars(choice) for choice in ordered])
    try:
        with session.begin_nested():
            session.add(kept)
    except IntegrityError:
        return queries.configurations_by_id(session, {known_by})[known_by]  # somebody chose the same parts first
    return kept


def _ensure_not_configured(session: Session, product_id: str) -> None:
    if queries.is_configured(session, product_id):
        raise rules.ProductHasConfigurator("There is a configurator of this product already.", product_id=product_id)


def _slots(session: Session, asked: list[dict[str, Any]]) -> list[Slot]:
    """Raises `ProductIsNotOffered` for a part that is not in the catalogue."""
    offered_products(session, {option for slot in asked for option in slot["options"]})
    return [Slot(**slot) for slot in asked]


def _announce(
    session: Session,
    actor: Actor,
    configurator: Configurator,
    before: dict[str, Any],
    event: type[contract.ConfiguratorEvent],
) -> None:
    after = _facts(configurator)
    told = {**after, "configurator_id": configurator.id, "record_version": configurator.next_version}
    announce(session, actor, configurator, event(**told, changes=changes(before, after)))


def _facts(configurator: Configurator) -> dict[str, Any]:
    """The fields whose changes are history."""
    slots, laws = configurator.layout
    return {
        "name": configurator.name,
        "product_id": configurator.product_id,
        "slots": [vars(slot) for slot in slots],
        "rules": [vars(law) for law in laws],
    }
