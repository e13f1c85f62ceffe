"""Reading rules, and what must be known to give a lead away. What the service itself needs starts from no sight."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.sales.lead_assignment_rules import rules
from services.sales.lead_assignment_rules.model import LeadAssignmentRule, LeadTaker, LeadTurn
from services.sales.lead_assignment_rules.rules import RuleStatus
from shared.actor import Actor, Reach
from shared.contracts.payload import Payload
from shared.contracts.sales import lead_assignment_rules as contract
from shared.errors import NotFound
from shared.listing import list_records
from shared.owners import unit_paths
from shared.persistence.history import list_history
from shared.persistence.paths import lies_below, nodes_on
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from shared.processes import Process, process_of
from shared.visible import get_for_change, get_visible, visible

COLUMNS = {name: getattr(LeadAssignmentRule, name) for name in contract.LISTING.fields}


def get_rule(session: Session, actor: Actor, rule_id: str) -> LeadAssignmentRule:
    return get_visible(session, LeadAssignmentRule, actor, rule_id)


def get_rule_for_change(session: Session, actor: Actor, rule_id: str) -> LeadAssignmentRule:
    return get_for_change(session, LeadAssignmentRule, actor, rule_id)


def list_rules(session: Session, actor: Actor, query: Payload) -> Payload:
    rows = visible(LeadAssignmentRule, actor)
    return list_records(session, rows, LeadAssignmentRule, contract.LISTING, COLUMNS, query)


def list_rule_history(session: Session, actor: Actor, rule_id: str, after: int) -> Payload:
    return list_history(session, get_rule(session, actor, rule_id).id, after=after)


def rule_process() -> Process:
    return process_of("lead-assignment-rules", rules.RuleStatus, rules.TRANSITIONS)


def unit_within(session: Session, actor: Actor, unit_id: str) -> OrgUnitReplica:
    """A unit that the right reaches as a whole. Raises `UnitBeyondReach` for the caller's own where it does not, and
    `NotFound` for any other.
    """
    unit = session.scalar(select(OrgUnitReplica).where(OrgUnitReplica.id == unit_id))
    if unit is not None and (
        Reach.ALL in actor.reaches
        or (Reach.SUBTREE in actor.reaches and lies_below(unit.path, actor.unit_path))
        or (Reach.UNIT in actor.reaches and unit.id == actor.unit_id)
    ):
        return unit
    if unit_id == actor.unit_id:
        raise rules.UnitBeyondReach("A rule is for all leads of your unit; your right does not reach that far.")
    raise NotFound(f"There is no unit {unit_id}.")


def path_of(session: Session, unit_id: str) -> str:
    """Where the unit stands; nowhere, if there is none."""
    return session.scalar(select(OrgUnitReplica.path).where(OrgUnitReplica.id == unit_id)) or ""


def last_position(session: Session, unit_id: str) -> int:
    found = select(func.max(LeadAssignmentRule.position)).where(LeadAssignmentRule.org_unit_id == unit_id)
    return session.scalar(found) or 0


def people_by_path(session: Session, person_ids: Iterable[str]) -> dict[str, tuple[OrgPersonReplica, str]]:
    """These people, each with the path of the unit that they stand in."""
    found = select(OrgPersonReplica, OrgUnitReplica.path).join(
        OrgUnitReplica, OrgUnitReplica.id == OrgPersonReplica.unit_id
    )
    return {row[0].id: (row[0], row[1]) for row in session.execute(found.where(OrgPersonReplica.id.in_(person_ids)))}


def rules_in_force(session: Session, unit_ids: set[str]) -> dict[str, list[LeadAssignmentRule]]:
    """By unit: the active rules for the leads that come up there. Those of the nearest unit come first, then by
    position, then the older one.
    """
    above = {unit_id: nodes_on(path) for unit_id, path in unit_paths(session, unit_ids).items()}
    found = (
        select(OrgUnitReplica.node, LeadAssignmentRule)
        .join(LeadAssignmentRule, LeadAssignmentRule.org_unit_id == OrgUnitReplica.id)
        .where(OrgUnitReplica.node.in_({node for nodes in above.values() for node in nodes}))
        .where(LeadAssignmentRule.status == RuleStatus.ACTIVE)
        .order_by(LeadAssignmentRule.position, LeadAssignmentRule.created_at, LeadAssignmentRule.id)
    )
    of_unit: dict[int, list[LeadAssignmentRule]] = defaultdict(list)
    for node, rule in session.execute(found):
        of_unit[node].append(rule)
    return {one: [rule for node in reversed(above.get(one, ())) for rule in of_unit[node]] for one in unit_ids}


def hold_rules(session: Session, rule_ids: set[str]) -> None:
    """Lock the rules, in one order, and know them as they are now: whoever gives leads by one of them waits."""
    held = select(LeadAssignmentRule).where(LeadAssignmentRule.id.in_(rule_ids)).order_by(LeadAssignmentRule.id)
    session.scalars(held.with_for_update(of=LeadAssignmentRule).execution_options(populate_existing=True)).all()


def turns_of(session: Session, rule_ids: set[str]) -> dict[tuple[str, str], LeadTurn]:
    """By rule and person."""
    found = select(LeadTurn).where(LeadTurn.rule_id.in_(rule_ids))
    return {(one.rule_id, one.person_id): one for one in session.scalars(found)}


def hold_takers(session: Session, person_ids: set[str]) -> dict[str, LeadTaker]:
    """Lock what is remembered of these people, in one order; the locks end with the transaction."""
    _remember(session, person_ids)
    held = select(LeadTaker).where(LeadTaker.person_id.in_(person_ids)).order_by(LeadTaker.person_id)
    rows = session.scalars(held.with_for_update().execution_options(populate_existing=True))
    return {taker.person_id: taker for taker in rows}


def _remember(session: Session, person_ids: set[str]) -> None:
    known = set(session.scalars(select(LeadTaker.person_id).where(LeadTaker.person_id.in_(person_ids))))
    for person_id in sorted(person_ids - known):
        try:
            with session.begin_nested():
                session.add(LeadTaker(person_id=person_id))
        except IntegrityError:
            continue  # another transaction remembered this person first
