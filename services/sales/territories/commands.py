"""Keeping territories up, and saying who sells there. One function, one business decision, one event."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from services.sales.territories import queries, rules
from services.sales.territories.model import Territory, TerritoryRule
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.company_wide import ensure_for_company
from shared.contracts.events import Changes, changes
from shared.contracts.sales import territories as contract
from shared.errors import NotFound
from shared.ids import new_id
from shared.owners import new_owner
from shared.persistence.platform import TerritorySeller


def create_territory(session: Session, actor: Actor, *, code: str, name: str, **chosen: str) -> Territory:
    """Found a territory, which has no customers until rules place some there; `chosen` is its id, where it has one.

    Raises `TerritoryCodeIsTaken`.
    """
    ensure_for_company(actor)
    if queries.is_code_taken(session, code):
        raise rules.TerritoryCodeIsTaken(f"There is a territory {code} already.")
    rules.ensure_room(queries.count_territories(session), contract.MOST_TERRITORIES)
    territory = Territory(code=code, name=name, created_by=actor.user_id, **({"id": new_id()} | chosen))
    session.add(territory)
    session.flush()
    _announce(session, actor, territory, changes({}, _facts(territory)), contract.TerritoryCreated)
    return territory


def rename_territory(session: Session, actor: Actor, territory_id: str, name: str) -> Territory:
    ensure_for_company(actor)
    territory = queries.get_territory_for_change(session, actor, territory_id)
    before = _facts(territory)
    territory.rename(name)
    _announce(session, actor, territory, changes(before, _facts(territory)), contract.TerritoryChanged)
    return territory


def remove_territory(
    session: Session, actor: Actor, territory_id: str, others: Mapping[str, Callable[[Session, str], bool]]
) -> None:
    """Raises `TerritoryIsInUse` while it has rules, sellers, or what `others` know of, by the name of the tie."""
    ensure_for_company(actor)
    queries.get_rulebook_for_change(session)
    territory = queries.get_territory_for_change(session, actor, territory_id)
    ties = {
        "rules": queries.count_rules(session, territory.id) > 0,
        "sellers": queries.count_sellers(session, territory.id) > 0,
        **{tie: has_some(session, territory.id) for tie, has_some in others.items()},
    }
    rules.ensure_empty([tie for tie, has_some in ties.items() if has_some])
    _announce(session, actor, territory, changes(_facts(territory), {}), contract.TerritoryRemoved)
    session.delete(territory)
    session.flush()


def add_rules(
    session: Session,
    actor: Actor,
    territory_id: str,
    said: Sequence[rules.Criteria],
    contacts: Mapping[str, str | None],
) -> list[TerritoryRule]:
    """Let the territory claim more customers, who are placed by the sweep that this begins. `contacts` says to which
    customer each contact belongs that is named.

    Raises `TerritoryRuleIsThere` and `TerritoryHasTooManyRules`.
    """
    ensure_for_company(actor)
    rulebook = queries.get_rulebook_for_change(session)
    territory = queries.get_territory_for_change(session, actor, territory_id)
    texts = [rules.said_by(asks) for asks in said]
    rules.ensure_new(texts, queries.said_already(session, territory.id, texts))
    rules.ensure_room_for_rules(queries.count_rules(session, territory.id), len(said), contract.MOST_RULES)
    added = [
        _rule(territory.id, asks, text, contacts.get(asks.contact_id or ""))
        for asks, text in zip(said, texts, strict=True)
    ]
    session.add_all(added)
    rulebook.turn_page()
    told: Changes = {"rules": {"before": None, "after": [_told(rule) for rule in added]}}
    _announce(session, actor, territory, told, contract.TerritoryRulesAdded)
    return added


def _rule(territory_id: str, asks: rules.Criteria, text: str, contact_of: str | None) -> TerritoryRule:
    return TerritoryRule(
        id=new_id(),
        territory_id=territory_id,
        found_by=rules.key_of(asks, contact_of),
        said=text,
        contact_of=contact_of,
        **asdict(asks),
    )


def follow_contact(session: Session, contact_id: str, customer_id: str | None) -> bool:
    """Let the rules that name a contact claim the customer that it belongs to now; whether there are any."""
    naming = queries.rules_naming_contact(session, contact_id)
    if naming:
        queries.get_rulebook_for_change(session)  # nobody places customers by the rules meanwhile
    for rule in naming:
        rule.follow_contact(customer_id)
    return bool(naming)


def remove_rule(session: Session, actor: Actor, territory_id: str, rule_id: str) -> None:
    """Let the territory claim fewer customers; they leave it by the sweep that this begins."""
    ensure_for_company(actor)
    rulebook = queries.get_rulebook_for_change(session)
    territory = queries.get_territory_for_change(session, actor, territory_id)
    rule = queries.get_rule(session, territory.id, rule_id)
    told: Changes = {"rules": {"before": [_told(rule)], "after": None}}
    session.delete(rule)
    rulebook.turn_page()
    _announce(session, actor, territory, told, contract.TerritoryRuleRemoved)


def assign_seller(session: Session, actor: Actor, territory_id: str, person_id: str) -> queries.Seller:
    """Let a person read and write the customers of the territory from now on, those that come later too.

    Raises `NewOwnerUnknown`, `NewOwnerInactive`, `SellerIsPlaced`, `TerritoryIsFull` and `SellerIsEverywhere`.
    """
    ensure_for_company(actor)
    territory = queries.get_territory_for_change(session, actor, territory_id)
    person = new_owner(session, person_id)
    if queries.get_seller(session, territory.id, person.id) is not None:
        raise rules.SellerIsPlaced(f"{person.name} sells in this territory already.")
    rules.ensure_room_for_a_seller(queries.count_sellers(session, territory.id), contract.MOST_SELLERS)
    rules.ensure_room_for_a_place(queries.count_places(session, person.id), contract.MOST_PLACES)
    seller = TerritorySeller(
        person_id=person.id, territory_id=territory.id, assigned_by=actor.user_id, assigned_at=now()
    )
    session.add(seller)
    told: Changes = {"seller": {"before": None, "after": person.id}}
    _announce(session, actor, territory, told, contract.TerritorySellerAssigned, person_id=person.id)
    return queries.Seller(person, seller.assigned_at)


def remove_seller(session: Session, actor: Actor, territory_id: str, person_id: str) -> None:
    """Take from a person what selling in the territory has opened; what they own, or reach otherwise, they keep."""
    ensure_for_company(actor)
    territory = queries.get_territory_for_change(session, actor, territory_id)
    seller = queries.get_seller(session, territory.id, person_id)
    if seller is None:
        raise NotFound(f"{person_id} does not sell in this territory.")
    session.delete(seller)
    told: Changes = {"seller": {"before": person_id, "after": None}}
    _announce(session, actor, territory, told, contract.TerritorySellerRemoved, person_id=person_id)


def _announce(
    session: Session,
    actor: Actor,
    territory: Territory,
    changed: Changes,
    event: type[contract.TerritoryEvent],
    **further: Any,
) -> None:
    told = {**_facts(territory), "territory_id": territory.id, "record_version": territory.next_version}
    announce(session, actor, territory, event(**told, changes=changed, **further))


def _facts(territory: Territory) -> dict[str, Any]:
    return {"code": territory.code, "name": territory.name}


def _told(rule: TerritoryRule) -> dict[str, str]:
    """What a rule says, for the history."""
    said = {name: getattr(rule, name) for name in rules.SAYS}
    return {name: value for name, value in said.items() if value is not None}
