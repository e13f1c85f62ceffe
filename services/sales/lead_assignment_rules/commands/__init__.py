"""Defining the rules by which new leads get their owner. One function, one business decision, one event."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.lead_assignment_rules import queries, rules
from services.sales.lead_assignment_rules.model import LeadAssignmentRule
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.fields import money_text
from shared.contracts.sales import lead_assignment_rules as contract
from shared.owners import ensure_at_work
from shared.persistence.paths import lies_below


def define_rule(
    session: Session,
    actor: Actor,
    *,
    name: str,
    method: str,
    unit_id: str | None = None,
    position: int | None = None,
    **asked: Any,
) -> LeadAssignmentRule:
    """Say to whom the new leads of a unit go that the right reaches as a whole, by default the caller's own.

    Raises what `unit_within` and `_kept` do.
    """
    unit = queries.unit_within(session, actor, unit_id or actor.unit_id)
    if "person_ids" not in asked:
        asked = {"seller_unit_id": unit.id, **asked}
    rule = LeadAssignmentRule(
        name=name,
        method=method,
        position=position or min(queries.last_position(session, unit.id) + 1, contract.LAST_POSITION),
        owner_id=actor.user_id,
        org_unit_id=unit.id,
        created_by=actor.user_id,
        **_kept(session, unit.path, asked),
    )
    session.add(rule)
    session.flush()
    _announce(session, actor, rule, {}, contract.LeadAssignmentRuleDefined)
    return rule


def change_rule(session: Session, actor: Actor, rule_id: str, **asked: Any) -> LeadAssignmentRule:
    """What it gave away before stays where it is. Raises what `_kept` does."""
    rule = queries.get_rule_for_change(session, actor, rule_id)
    before = _facts(rule)
    rule.change(_kept(session, queries.path_of(session, rule.org_unit_id), asked))
    _announce(session, actor, rule, before, contract.LeadAssignmentRuleChanged)
    return rule


def retire_rule(session: Session, actor: Actor, rule_id: str) -> LeadAssignmentRule:
    rule = queries.get_rule_for_change(session, actor, rule_id)
    before = _facts(rule)
    rule.retire()
    _announce(session, actor, rule, before, contract.LeadAssignmentRuleRetired)
    return rule


def reinstate_rule(session: Session, actor: Actor, rule_id: str) -> LeadAssignmentRule:
    rule = queries.get_rule_for_change(session, actor, rule_id)
    before = _facts(rule)
    rule.reinstate()
    _announce(session, actor, rule, before, contract.LeadAssignmentRuleReinstated)
    return rule


def _kept(session: Session, unit_path: str, asked: dict[str, Any]) -> dict[str, Any]:
    """What is asked, as the columns keep it.

    Raises `BudgetsAreReversed`, `PersonStandsElsewhere`, `SellersStandElsewhere` and `NewOwnerInactive`.
    """
    kept = dict(asked)
    if "conditions" in asked:
        kept["conditions"] = _kept_conditions(asked["conditions"])
    if "person_ids" in asked:
        kept |= {"person_ids": _people_within(session, unit_path, asked["person_ids"]), "seller_unit_id": None}
    if "seller_unit_id" in asked:
        if not lies_below(queries.path_of(session, asked["seller_unit_id"]), unit_path):
            raise rules.SellersStandElsewhere("The rule's unit is neither this unit nor above it.")
        kept["person_ids"] = []
    return kept


def _kept_conditions(asked: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON; what is null asks nothing, and neither does what is left out."""
    rules.ensure_budgets(asked.get("least_budget"), asked.get("most_budget"))
    return {
        name: money_text(value) if isinstance(value, Decimal) else value
        for name, value in asked.items()
        if value is not None
    }


def _people_within(session: Session, unit_path: str, person_ids: list[str]) -> list[str]:
    """Each once. Where somebody stands who is not here is not told, nor whether there is anybody."""
    wanted = list(dict.fromkeys(person_ids))
    found = queries.people_by_path(session, wanted)
    for person_id in wanted:
        person, path = found.get(person_id, (None, ""))
        if person is None or not lies_below(path, unit_path):
            raise rules.PersonStandsElsewhere(f"There is no person {person_id} in the rule's unit or below it.")
        ensure_at_work(person)
    return wanted


def _announce(
    session: Session,
    actor: Actor,
    rule: LeadAssignmentRule,
    before: dict[str, Any],
    event: type[contract.LeadAssignmentRuleEvent],
) -> None:
    after = _facts(rule)
    told = {**after, "rule_id": rule.id, "record_version": rule.next_version}
    announce(session, actor, rule, event(**told, changes=changes(before, after)))


def _facts(rule: LeadAssignmentRule) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "name": rule.name,
        "position": rule.position,
        "conditions": dict(rule.conditions),
        "method": rule.method,
        "person_ids": list(rule.person_ids),
        "seller_unit_id": rule.seller_unit_id,
        "status": str(rule.status),
        "owner_id": rule.owner_id,
        "org_unit_id": rule.org_unit_id,
    }
