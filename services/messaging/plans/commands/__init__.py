"""Changing plans. One function, one business decision, one event."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from services.messaging.plans import queries, rules
from services.messaging.plans.model import Outcome, Plan
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import Changes, changes
from shared.contracts.messaging import plans as contract
from shared.contracts.payload import Payload
from shared.custom_fields import custom_facts, record_custom
from shared.search import index_words
from shared.visible import get_for_change

NOUN = contract.LISTING.noun


def create_plan(
    session: Session,
    actor: Actor,
    *,
    kind: str,
    starts_on: date,
    items: list[dict[str, Any]],
    deadline: datetime | None = None,
    custom: Payload | None = None,
    **fields: Any,
) -> Plan:
    """Plan a period of one's own. Raises `PeriodIsPlanned` when there is a plan for it already."""
    deadline = deadline or rules.usual_deadline(starts_on)
    rules.ensure_deadline_ahead(deadline, now())
    there = queries.plan_of_period(session, actor, kind, starts_on)
    if there is not None:
        raise rules.PeriodIsPlanned(f"There is a plan for this {kind} already: {there}.", plan_id=there)
    plan = Plan(
        kind=kind,
        starts_on=starts_on,
        ends_on=rules.last_day(kind, starts_on),
        deadline=deadline,
        owner_id=actor.user_id,
        org_unit_id=actor.unit_id,
        created_by=actor.user_id,
        **fields,
    )
    plan.draw_up(items)
    session.add(plan)
    session.flush()
    record_custom(session, actor, plan, custom)
    _announce(session, actor, plan, {}, contract.PlanCreated)
    _index(session, plan)
    return plan


def change_plan(
    session: Session,
    actor: Actor,
    plan_id: str,
    *,
    items: list[dict[str, Any]] | None = None,
    custom: Payload | None = None,
    **fields: Any,
) -> Plan:
    plan = get_for_change(session, Plan, actor, plan_id)
    before = facts_of(plan)
    plan.edit(fields, items, now())
    session.flush()
    record_custom(session, actor, plan, custom)
    _announce(session, actor, plan, before, contract.PlanChanged)
    _index(session, plan)
    return plan


def summarise_plan(session: Session, actor: Actor, plan_id: str, *, summary: str, items: list[dict[str, Any]]) -> Plan:
    """Say of each item how it turned out, once the plan is locked."""
    plan = get_for_change(session, Plan, actor, plan_id)
    before = facts_of(plan)
    told = [(item["item_id"], Outcome(item["outcome"], item["remark"])) for item in items]
    plan.summarise(summary, told, now())
    _announce(session, actor, plan, before, contract.PlanSummarised, summary=summary)
    _index(session, plan)
    return plan


def _announce(
    session: Session, actor: Actor, plan: Plan, before: dict[str, Any], event: type[contract.PlanEvent], **more: Any
) -> None:
    announce(session, actor, plan, event(**told_of(plan, changes(before, facts_of(plan))), **more))


def told_of(plan: Plan, changed: Changes) -> dict[str, Any]:
    """What every event about this plan says."""
    after = facts_of(plan)
    named = ("kind", "starts_on", "ends_on", "title", "deadline", "status", "items", "owner_id", "org_unit_id")
    return {name: after[name] for name in named} | {
        "plan_id": plan.id,
        "record_version": plan.next_version,
        "custom": plan.custom or {},
        "changes": changed,
    }


def facts_of(plan: Plan) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "kind": plan.kind,
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "title": plan.title,
        "deadline": plan.deadline.isoformat(),
        "status": str(plan.status),
        "summary": plan.summary,
        "external_id": plan.external_id,
        "items": [
            {
                "id": item.id,
                "text": item.text,
                "due_on": None if item.due_on is None else item.due_on.isoformat(),
                "outcome": item.outcome,
                "remark": item.remark,
            }
            for item in plan.items
        ],
        "owner_id": plan.owner_id,
        "org_unit_id": plan.org_unit_id,
        **custom_facts(plan),
    }


def found_by(plan: Plan) -> tuple[str | None, ...]:
    """The texts whose words find this plan."""
    return plan.title, plan.summary, *(item.text for item in plan.items)


def _index(session: Session, plan: Plan) -> None:
    index_words(session, NOUN, plan.id, *found_by(plan))
