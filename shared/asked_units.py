"""A unit that a question is narrowed to: only one that the asker may know of as far as these records go."""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from shared.actor import Actor, Reach
from shared.errors import NotFound
from shared.persistence.paths import below
from shared.persistence.platform import OrgUnitReplica
from shared.visible import visible


def in_unit(
    session: Session, actor: Actor, record_type: Any, unit_id: str, *, include_children: bool
) -> ColumnElement[bool]:
    """The condition for records of this unit, or of it and all below.

    The unit is one's own, one that the right reaches, or one of which a record is in sight. Raises `NotFound` for any
    other, as for one that never was.
    """
    path = session.scalar(select(OrgUnitReplica.path).where(OrgUnitReplica.id == unit_id))
    reached = Reach.ALL in actor.reaches or unit_id == actor.unit_id
    reached = reached or (Reach.SUBTREE in actor.reaches and bool(path and path.startswith(actor.unit_path)))
    theirs = visible(record_type, actor).where(record_type.org_unit_id == unit_id).limit(1)
    if path is None or not (reached or session.scalar(theirs) is not None):
        raise NotFound(f"There is no unit {unit_id}.")
    if not include_children:
        belongs: ColumnElement[bool] = record_type.org_unit_id == unit_id
        return belongs
    inside: ColumnElement[bool] = record_type.org_unit_id.in_(
        select(OrgUnitReplica.id).where(below(OrgUnitReplica.path, path))
    )
    return inside
