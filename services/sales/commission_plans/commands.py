"""Defining commission plans and changing them. One function, one business decision, one event."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from services.sales.commission_plans import rules
from services.sales.commission_plans.model import CommissionPlan, PlanPerson
from services.sales.commission_plans.rules import Share, Tier
from services.sales.opportunities.queries import owners_within
from shared.actor import Actor
from shared.announce import announce
from shared.apportioning import ensure_add_up
from shared.asked_units import unit_in_sight
from shared.clock import today
from shared.contracts.events import changes
from shared.contracts.sales import commission_plans as contract
from shared.errors import NotFound
from shared.ids import new_id
from shared.owners import ensure_at_work
from shared.visible import get_for_change, visible

Said = list[dict[str, Any]]


def define_commission_plan(
    session: Session,
    actor: Actor,
    *,
    unit_id: str | None,
    person_ids: list[str],
    starts_on: date,
    ends_on: date | None,
    tiers: Said,
    shares: Said,
    **fields: Any,
) -> CommissionPlan:
    """Promise people, or those of a unit, a commission from a day to come on. All must be within the caller's reach.

    Raises `NotFound` for a person or a unit out of reach, `PlanPaysNobody`, `PlanStartsTooEarly`, `PlanEndsTooEarly`,
    `TiersDoNotRise`, `SharedTwice` and `PartsDoNotAddUp`.
    """
    rules.ensure_for_somebody(unit_id, person_ids)
    rules.ensure_to_come(starts_on, today())
    rules.ensure_end(ends_on, starts_on, today())
    people = sorted(set(person_ids))
    ensure_within(session, actor, people)
    org_unit_id = actor.unit_id if unit_id is None else _unit_within(session, actor, unit_id)
    plan = CommissionPlan(
        unit_id=unit_id,
        starts_on=starts_on,
        ends_on=ends_on,
        owner_id=actor.user_id,
        org_unit_id=org_unit_id,
        created_by=actor.user_id,
        people=[PlanPerson(person_id=person_id) for person_id in people],
        **({"id": new_id()} | fields),
    )
    plan.agree(starts_on, _tiers(tiers), _shares(session, actor, shares))
    session.add(plan)
    session.flush()
    _announce(session, actor, plan, {}, contract.CommissionPlanDefined)
    return plan


def change_commission_plan(session: Session, actor: Actor, plan_id: str, **fields: Any) -> CommissionPlan:
    """Rename it, or have it end on another day that is not over; what is left out stays. Raises `PlanEndsTooEarly`."""
    plan = get_for_change(session, CommissionPlan, actor, plan_id)
    before = _facts(plan)
    if "name" in fields:
        plan.rename(fields["name"])
    if "ends_on" in fields:
        plan.end(fields["ends_on"], today())
    _announce(session, actor, plan, before, contract.CommissionPlanChanged)
    return plan


def revise_commission_plan(
    session: Session, actor: Actor, plan_id: str, *, starts_on: date, tiers: Said, shares: Said
) -> CommissionPlan:
    """Other tiers and shares from tomorrow or a later day on: what a document earned by the terms of its day stays.

    Raises as `define_commission_plan` does.
    """
    plan = get_for_change(session, CommissionPlan, actor, plan_id)
    before = _facts(plan)
    plan.drop_terms_from(starts_on, today() + timedelta(days=1))
    session.flush()  # the days of the old terms are free before the new ones take them
    plan.agree(starts_on, _tiers(tiers), _shares(session, actor, shares))
    session.flush()
    _announce(session, actor, plan, before, contract.CommissionPlanRevised)
    return plan


def ensure_within(session: Session, actor: Actor, person_ids: Iterable[str]) -> None:
    """Raises `NotFound` for people whom the caller's right does not reach, `NewOwnerInactive` for those who left."""
    asked = set(person_ids)
    people = owners_within(session, actor, asked) if asked else {}
    for person_id in sorted(asked):
        if person_id not in people:
            raise NotFound(f"There is no person {person_id}.")
        ensure_at_work(people[person_id])


def _unit_within(session: Session, actor: Actor, unit_id: str) -> str:
    theirs = visible(CommissionPlan, actor).where(CommissionPlan.org_unit_id == unit_id)
    return unit_in_sight(session, actor, unit_id, lambda _: theirs).id


def _tiers(said: Said) -> list[Tier]:
    return [Tier(**one) for one in said]


def _shares(session: Session, actor: Actor, said: Said) -> list[Share]:
    shares = [Share(**one) for one in said]
    ensure_add_up([share.percent for share in shares], rules.WHOLE)
    ensure_within(session, actor, [share.person_id for share in shares if share.person_id is not None])
    return shares


def _announce(
    session: Session,
    actor: Actor,
    plan: CommissionPlan,
    before: dict[str, Any],
    event: type[contract.CommissionPlanEvent],
) -> None:
    after = _facts(plan)
    told = {**after, "commission_plan_id": plan.id, "record_version": plan.next_version}
    announce(session, actor, plan, event(**told, changes=changes(before, after)))


def _facts(plan: CommissionPlan) -> dict[str, Any]:
    """The fields whose changes are history."""
    plain = ("name", "basis", "period", "currency", "unit_id", "person_ids", "owner_id", "org_unit_id")
    return {
        **{name: getattr(plan, name) for name in plain},
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat() if plan.ends_on else None,
        "terms": [
            contract.ToldTerms(starts_on=one.starts_on.isoformat(), tiers=one.kept_tiers, shares=one.kept_shares)
            for one in sorted(plan.terms, key=lambda one: one.starts_on)
        ],
    }
