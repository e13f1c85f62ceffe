"""A unit that a question is narrowed to: only one that the asker may know of as far as these records go."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from shared.actor import Actor, Reach
from shared.errors import NotFound
from shared.persistence.paths import below, lies_below
from shared.persistence.platform import OrgUnitReplica
from shared.visible import visible


def in_unit(
    session: Session, actor: Actor, record_type: Any, unit_id: str, *, include_children: bool
) -> ColumnElement[bool]:
    """The condition for records of this unit, or of it and all below. Raises `NotFound` where it is not in sight."""

    def inside(unit: OrgUnitReplica) -> ColumnElement[bool]:
        units = select(OrgUnitReplica.id).where(below(OrgUnitReplica.path, unit.path))
        lies: ColumnElement[bool] = record_type.org_unit_id.in_(units)
        return lies

    unit = unit_in_sight(session, actor, unit_id, lambda unit: visible(record_type, actor).where(inside(unit)))
    if include_children:
        return inside(unit)
    belongs: ColumnElement[bool] = record_type.org_unit_id == unit_id
    return belongs


def unit_in_sight(
    session: Session, actor: Actor, unit_id: str, theirs: Callable[[OrgUnitReplica], Select[Any]]
) -> OrgUnitReplica:
    """One's own unit, one that the right reaches, or one of which, or from below which, a record is in sight; `theirs`
    are those records. Raises `NotFound` for any other, as for one that never was.
    """
    unit = session.scalar(select(OrgUnitReplica).where(OrgUnitReplica.id == unit_id))
    if unit is None or not (_is_reached(actor, unit) or session.scalar(theirs(unit).limit(1)) is not None):
        raise NotFound(f"There is no unit {unit_id}.")
    return unit


def _is_reached(actor: Actor, unit: OrgUnitReplica) -> bool:
    if Reach.ALL in actor.reaches or unit.id == actor.unit_id:
        return True
    return Reach.SUBTREE in actor.reaches and lies_below(unit.path, actor.unit_path)
