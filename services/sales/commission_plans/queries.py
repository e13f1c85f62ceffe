"""Reading commission plans. Every query starts from what the actor may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.sales.commission_plans.model import CommissionPlan as CommissionPlan
from services.sales.commission_plans.model import NamedPlan as NamedPlan
from services.sales.commission_plans.model import PlanPerson
from services.sales.commission_plans.rules import Share as Share
from services.sales.commission_plans.rules import Tier as Tier
from services.sales.commission_plans.rules import ensure_shared_once as ensure_shared_once
from services.sales.commission_plans.rules import period_of as period_of
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.sales import commission_plans as contract
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.persistence.paths import nodes_on
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(CommissionPlan, name) for name in contract.LISTING.fields}


def get_commission_plan(session: Session, actor: Actor, plan_id: str) -> CommissionPlan:
    return get_visible(session, CommissionPlan, actor, plan_id)


def list_commission_plans(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(CommissionPlan, actor), CommissionPlan, contract.LISTING, COLUMNS, query)


def list_commission_plan_history(session: Session, actor: Actor, plan_id: str, after: int) -> Payload:
    return list_history(session, get_commission_plan(session, actor, plan_id).id, after=after)


def plans_paying(
    session: Session, actor: Actor, person_id: str, basis: str, currency: str, day: date
) -> Sequence[CommissionPlan]:
    """The plans in sight that pay for this person's orders on a day: those that name them, and those of their unit and
    of the units above it. Each pays for itself.
    """
    named = select(PlanPerson.plan_id).where(PlanPerson.person_id == person_id)
    holding = visible(CommissionPlan, actor).where(
        CommissionPlan.basis == basis,
        CommissionPlan.currency == currency,
        CommissionPlan.starts_on <= day,
        or_(CommissionPlan.ends_on.is_(None), CommissionPlan.ends_on >= day),
        or_(CommissionPlan.id.in_(named), CommissionPlan.unit_id.in_(_units_above(session, person_id))),
    )
    return session.scalars(holding.order_by(CommissionPlan.id)).all()


@dataclass(frozen=True)
class PayingPlan:
    """A plan by what decides whose orders it pays for and when; `person_ids` are those of the people asked about."""

    id: str
    name: str
    period: str
    currency: str
    unit_id: str | None
    starts_on: date
    ends_on: date | None
    person_ids: frozenset[str]

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def plans_that_may_pay(
    session: Session, actor: Actor, person_ids: Collection[str], unit_ids: Collection[str], first: date, last: date
) -> list[PayingPlan]:
    """The plans in sight that hold on one of these days, and name one of these people or one of these units; without
    their terms, however many they are.
    """
    named = select(PlanPerson.plan_id).where(PlanPerson.person_id.in_(person_ids))
    holding = visible(CommissionPlan, actor).where(
        CommissionPlan.starts_on <= last,
        or_(CommissionPlan.ends_on.is_(None), CommissionPlan.ends_on >= first),
        or_(CommissionPlan.id.in_(named), CommissionPlan.unit_id.in_(unit_ids)),
    )
    shown = [getattr(CommissionPlan, name) for name in PayingPlan.__annotations__ if name != "person_ids"]
    found = session.execute(holding.with_only_columns(*shown, maintain_column_froms=True)).all()
    people: dict[str, set[str]] = {plan.id: set() for plan in found}
    those = select(PlanPerson.plan_id, PlanPerson.person_id).where(PlanPerson.person_id.in_(person_ids))
    for plan_id, person_id in session.execute(those):
        if plan_id in people:
            people[plan_id].add(person_id)
    return [PayingPlan(**plan._mapping, person_ids=frozenset(people[plan.id])) for plan in found]


def plans_by_id(session: Session, actor: Actor, plan_ids: Collection[str]) -> dict[str, CommissionPlan]:
    """Those of these plans that are in sight, with their people and terms."""
    found = visible(CommissionPlan, actor).where(CommissionPlan.id.in_(plan_ids))
    return {plan.id: plan for plan in session.scalars(found)}


def units_over(session: Session, person_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """The unit of each of these people, and those that it lies below."""
    placed = select(OrgPersonReplica.id, OrgUnitReplica.path).join(
        OrgUnitReplica, OrgUnitReplica.id == OrgPersonReplica.unit_id
    )
    found = session.execute(placed.where(OrgPersonReplica.id.in_(person_ids)))
    over = {row.id: frozenset(nodes_on(row.path)) for row in found}
    those = select(OrgUnitReplica.node, OrgUnitReplica.id).where(OrgUnitReplica.node.in_(set().union(*over.values())))
    units = {unit.node: unit.id for unit in session.execute(those)}
    return {id_: frozenset(units[node] for node in nodes if node in units) for id_, nodes in over.items()}


def _units_above(session: Session, person_id: str) -> Sequence[str]:
    """The unit of a person, and those that it lies below."""
    of_person = select(OrgPersonReplica.unit_id).where(OrgPersonReplica.id == person_id).scalar_subquery()
    path = session.scalar(select(OrgUnitReplica.path).where(OrgUnitReplica.id == of_person)) or ""
    nodes = nodes_on(path)
    return session.scalars(select(OrgUnitReplica.id).where(OrgUnitReplica.node.in_(nodes))).all()
