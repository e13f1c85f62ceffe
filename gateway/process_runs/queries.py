"""Reading runs: those within reach, and those whose step waits for a position that the caller holds."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session

from gateway.org_units import queries as org_units
from gateway.people import queries as people
from gateway.positions import queries as positions
from gateway.process_runs.model import ProcessRun as ProcessRun
from shared.actor import Actor, Reach
from shared.clock import today
from shared.contracts.gateway.process_runs import LISTING, MOST_TOLD
from shared.contracts.payload import Payload
from shared.errors import Forbidden, NotFound
from shared.listing import list_records
from shared.listing.filters import Columns
from shared.persistence.history import list_history
from shared.persistence.paths import nodes_on
from shared.visible import ensure_expected_version


def runs_within(actor: Actor, reaches: frozenset[Reach]) -> Select[ProcessRun]:
    """By whoever started them, and by the unit of the record."""
    rows = select(ProcessRun)
    if Reach.ALL in reaches:
        return rows
    return rows.where(or_(ProcessRun.id.in_([]), *(_way(actor, reach) for reach in sorted(reaches))))


def visible_runs(actor: Actor) -> Select[ProcessRun]:
    rows = select(ProcessRun)
    if Reach.ALL in actor.reaches:
        return rows
    ways = [_way(actor, reach) for reach in sorted(actor.reaches)]
    return rows.where(or_(ProcessRun.id.in_([]), *ways, _waits_for(actor, today())))


def _way(actor: Actor, reach: Reach) -> ColumnElement[bool]:
    match reach:
        case Reach.OWN:
            return ProcessRun.created_by == actor.user_id
        case Reach.SUBORDINATES:
            return ProcessRun.created_by.in_(people.ids_within(actor, frozenset({reach})))
        case Reach.UNIT:
            return ProcessRun.org_unit_id == actor.unit_id
        case Reach.SUBTREE:
            return ProcessRun.org_unit_id.in_(org_units.ids_below(actor.unit_path))
        case Reach.CUSTOMER:
            return false()
    raise ValueError(f"{reach} is no part of an organisation")


def _waits_for(actor: Actor, day: date) -> ColumnElement[bool]:
    """The step waits for a position that the caller holds, in the caller's unit or, where it may, in one below it."""
    in_reach = or_(
        ProcessRun.org_unit_id == actor.unit_id,
        and_(
            ProcessRun.position_reach == Reach.SUBTREE.value,
            ProcessRun.org_unit_id.in_(org_units.ids_below(actor.unit_path)),
        ),
    )
    return and_(ProcessRun.position.in_(positions.positions_held(actor.user_id, day)), in_reach)


def waits_for(session: Session, actor: Actor, run: ProcessRun, day: date) -> bool:
    mine = select(ProcessRun.id).where(ProcessRun.id == run.id, _waits_for(actor, day))
    return session.scalar(mine) is not None


def people_it_waits_for(session: Session, run: ProcessRun, day: date) -> list[str]:
    """Who may do the step that waits: holders of its position in the record's unit or, where it may, above it."""
    if run.position is None:
        return []
    who, unit = people.standings(), org_units.units_by_id(session, [run.org_unit_id])[run.org_unit_id]
    nodes = nodes_on(unit.path)
    above = who.c.unit_node.in_(nodes) if run.position_reach == Reach.SUBTREE else who.c.unit_id == unit.id
    holders = select(who.c.id).where(who.c.active, above, who.c.id.in_(positions.holders_on(run.position, day)))
    return list(session.scalars(holders.order_by(who.c.id).limit(MOST_TOLD)))


def get_process_run(session: Session, actor: Actor, process_run_id: str) -> ProcessRun:
    run = session.scalar(visible_runs(actor).where(ProcessRun.id == process_run_id))
    if run is None:
        raise NotFound(f"There is no process run {process_run_id}.")
    return run


def lock_visible_run(session: Session, actor: Actor, process_run_id: str) -> ProcessRun:
    """The run as it is now, locked until the transaction ends."""
    wanted = visible_runs(actor).where(ProcessRun.id == process_run_id).with_for_update()
    run = session.scalar(wanted.execution_options(populate_existing=True))
    if run is None:
        raise NotFound(f"There is no process run {process_run_id}.")
    ensure_expected_version(actor, run)
    return run


def get_process_run_for_change(session: Session, actor: Actor, process_run_id: str) -> ProcessRun:
    """As `lock_visible_run`, for what holding a position does not allow."""
    run = lock_visible_run(session, actor, process_run_id)
    if session.scalar(runs_within(actor, actor.reaches).where(ProcessRun.id == run.id)) is None:
        raise Forbidden("You may see this run but not do this to it.")
    return run


def list_process_runs(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible_runs(actor), ProcessRun, LISTING, _COLUMNS, query)


def list_process_run_history(session: Session, actor: Actor, process_run_id: str, after: int) -> Payload:
    return list_history(session, get_process_run(session, actor, process_run_id).id, after=after)


_COLUMNS: Columns = {name: getattr(ProcessRun, name) for name in LISTING.fields}
