"""Reading units. Every query on behalf of somebody starts from the units that person may see."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Subquery, func, or_, select
from sqlalchemy.orm import Session, joinedload

from gateway.org_units import rules
from gateway.org_units.model import OrgUnit as OrgUnit
from gateway.org_units.model import UnitPlace
from shared.actor import Actor, Reach
from shared.contracts.gateway.org_units import LISTING
from shared.contracts.payload import Payload
from shared.errors import Forbidden, NotFound, Stale
from shared.listing import list_records
from shared.listing.filters import Columns
from shared.persistence.history import list_history
from shared.persistence.paths import below

PLACE: tuple[Any, Any] = (OrgUnit.id, OrgUnit.path)
"""Which unit it is and where it stands."""


def units_within(actor: Actor, reaches: frozenset[Reach]) -> Select[OrgUnit]:
    """The units a reach covers: all, the caller's unit with everything below it, or just the caller's unit."""
    if Reach.ALL in reaches:
        return select(OrgUnit)
    ways = [OrgUnit.id == actor.unit_id] if reaches - {Reach.CUSTOMER} else []
    if Reach.SUBTREE in reaches:
        ways.append(below(OrgUnit.path, actor.unit_path))
    return select(OrgUnit).where(or_(OrgUnit.id.in_([]), *ways))


def visible_units(actor: Actor) -> Select[OrgUnit]:
    return units_within(actor, actor.reaches)


def get_org_unit(session: Session, actor: Actor, org_unit_id: str) -> OrgUnit:
    unit = session.scalar(visible_units(actor).where(OrgUnit.id == org_unit_id))
    if unit is None:
        raise NotFound(f"There is no unit {org_unit_id}.")
    return unit


def get_org_unit_for_change(session: Session, actor: Actor, org_unit_id: str) -> OrgUnit:
    """The unit as it is now (the organisation is locked), or `NotFound`, or `Forbidden` when it can be seen only."""
    wanted = units_within(actor, actor.reaches).where(OrgUnit.id == org_unit_id)
    unit = session.scalar(wanted.execution_options(populate_existing=True))
    if unit is None:
        if session.scalar(units_within(actor, actor.sight).where(OrgUnit.id == org_unit_id)) is None:
            raise NotFound(f"There is no unit {org_unit_id}.")
        raise Forbidden("You may see this unit but not do this to it.")
    if actor.expects_version not in (None, unit.version):
        raise Stale(f"This unit has changed; it is at version {unit.version}.", current_version=unit.version)
    return unit


def unit_in_reach(session: Session, actor: Actor, org_unit_id: str) -> OrgUnit:
    """The unit another record is to be put into or under; no version is expected of it."""
    wanted = units_within(actor, actor.reaches).where(OrgUnit.id == org_unit_id)
    unit = session.scalar(wanted.execution_options(populate_existing=True))
    if unit is None:
        raise NotFound(f"There is no unit {org_unit_id} within your reach.")
    return unit


def realm_of(kind: str) -> str:
    """Whether people of a unit of this kind belong to the house ("internal") or to a partner of it ("partner")."""
    return rules.realm_of(kind)


def code_is_taken(session: Session, code: str) -> bool:
    return session.scalar(select(OrgUnit.id).where(OrgUnit.code == code)) is not None


def find_by_code(session: Session, actor: Actor, code: str) -> OrgUnit | None:
    """The unit with this code, if it is within reach."""
    return session.scalar(units_within(actor, actor.reaches).where(OrgUnit.code == code))


def find_head_office(session: Session) -> OrgUnit | None:
    return session.scalar(select(OrgUnit).where(OrgUnit.parent_id.is_(None)).order_by(OrgUnit.node).limit(1))


def count_open_units_under(session: Session, unit: OrgUnit) -> int:
    children = select(func.count()).select_from(OrgUnit)
    return session.scalar(children.where(OrgUnit.parent_id == unit.id, OrgUnit.closed.is_(False))) or 0


def longest_path_below(session: Session, unit: OrgUnit) -> int:
    longest = select(func.max(func.length(OrgUnit.path)))
    return session.scalar(longest.where(below(OrgUnit.path, unit.path))) or len(unit.path)


def units_by_id(session: Session, ids: Iterable[str]) -> dict[str, OrgUnit]:
    """For showing where people stand; says nothing about what anyone may see."""
    return {unit.id: unit for unit in session.scalars(select(OrgUnit).where(OrgUnit.id.in_(set(ids))))}


def units_on(session: Session, path: str) -> Sequence[OrgUnit]:
    """The units from the topmost down to the one with this path; says nothing about what anyone may see."""
    nodes = [int(node) for node in path.split("/") if node]
    return session.scalars(select(OrgUnit).where(OrgUnit.node.in_(nodes)).order_by(OrgUnit.path)).all()


def currency_on(session: Session, path: str) -> str | None:
    """What is counted in at this place: of the nearest unit that has a currency, from here up to the head office."""
    return next((unit.currency for unit in reversed(units_on(session, path)) if unit.currency), None)


def places() -> Subquery:
    """id, node, kind, path of every unit, to join other tables with."""
    return select(OrgUnit.id, OrgUnit.node, OrgUnit.kind, OrgUnit.path).subquery("places")


def places_at(moment: datetime) -> Subquery:
    """id, code, kind, parent_id, path, name and closed of every unit as it stood at that moment."""
    then = (UnitPlace.parent_id, UnitPlace.path, UnitPlace.name, UnitPlace.closed)
    rows = select(OrgUnit.id, OrgUnit.code, OrgUnit.kind, *then).join(UnitPlace, UnitPlace.unit_id == OrgUnit.id)
    return rows.where(UnitPlace.held_at(moment)).subquery("places_then")


def ids_within(actor: Actor, reaches: frozenset[Reach]) -> Select[str]:
    return units_within(actor, reaches).with_only_columns(OrgUnit.id)


def ids_below(path: str) -> Select[str]:
    """The ids of the unit with this path and of all below it."""
    return select(OrgUnit.id).where(below(OrgUnit.path, path))


def list_changed_units(session: Session, after: int, until: int) -> Sequence[OrgUnit]:
    """The units last changed in a version above `after` and up to `until`, in that order."""
    changed = select(OrgUnit).where(OrgUnit.changed_in > after, OrgUnit.changed_in <= until)
    return session.scalars(changed.order_by(OrgUnit.changed_in, OrgUnit.node)).all()


def changed_versions(after: int) -> Select[int]:
    """The version each unit changed after `after` was last changed in."""
    return select(OrgUnit.changed_in).where(OrgUnit.changed_in > after)


def list_org_units(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(
        session, visible_units(actor).options(joinedload(OrgUnit.parent)), OrgUnit, LISTING, _COLUMNS, query
    )


def list_org_unit_history(session: Session, actor: Actor, org_unit_id: str, after: int) -> Payload:
    return list_history(session, get_org_unit(session, actor, org_unit_id).id, after=after)


_COLUMNS: Columns = {
    "id": OrgUnit.id,
    "code": OrgUnit.code,
    "name": OrgUnit.name,
    "kind": OrgUnit.kind,
    "parent_id": OrgUnit.parent_id,
    "closed": OrgUnit.closed,
    "created_at": OrgUnit.created_at,
    "updated_at": OrgUnit.updated_at,
}
