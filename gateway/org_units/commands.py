"""Changing the tree of units. One function, one business decision, one event."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, literal, select, update
from sqlalchemy.orm import Session

from gateway.org_units import queries, rules
from gateway.org_units.model import OrgUnit, UnitPlace
from gateway.persistence import lock_organisation
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.gateway.org_units import OrgUnitChanged, OrgUnitClosed, OrgUnitCreated, OrgUnitMoved
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    ReferenceIsUnknown,
    RowResult,
    different,
    ensure_mode,
    take_rows,
)
from shared.persistence.paths import below
from shared.persistence.types import UtcTime


def create_org_unit(
    session: Session, actor: Actor, *, code: str, name: str, kind: str, parent_id: str, currency: str | None = None
) -> OrgUnit:
    """Raises `UnitCodeIsTaken`, `UnitMayNotStandThere`, `UnitIsClosed` (of the parent)."""
    organisation = lock_organisation(session)
    parent = queries.unit_in_reach(session, actor, parent_id)
    _ensure_code_is_free(session, code)
    unit = parent.found(
        node=organisation.next_unit_node(),
        kind=kind,
        code=code,
        name=name,
        currency=currency,
        created_by=actor.user_id,
        changed_in=organisation.change(),
    )
    announce(session, actor, unit, OrgUnitCreated(**_snapshot(unit), changes=changes({}, _snapshot(unit))))
    _put_on_record(session, OrgUnit.id == unit.id, organisation.moment())
    return unit


def create_head_office(session: Session, actor: Actor, *, code: str, name: str) -> OrgUnit:
    """The root of the tree; made once when the product is set up."""
    organisation = lock_organisation(session)
    _ensure_code_is_free(session, code)
    unit = OrgUnit.head_office(
        node=organisation.next_unit_node(),
        code=code,
        name=name,
        created_by=actor.user_id,
        changed_in=organisation.change(),
    )
    announce(session, actor, unit, OrgUnitCreated(**_snapshot(unit), changes=changes({}, _snapshot(unit))))
    _put_on_record(session, OrgUnit.id == unit.id, organisation.moment())
    return unit


def change_org_unit(session: Session, actor: Actor, org_unit_id: str, **fields: str | None) -> OrgUnit:
    """Rename the unit (`name`), or say what it counts in (`currency`); what is the same already is no change."""
    organisation = lock_organisation(session)
    unit = queries.get_org_unit_for_change(session, actor, org_unit_id)
    changed = different(unit, fields)
    if not changed:
        return unit
    before = _snapshot(unit)
    if "currency" in changed:
        unit.count_in(changed["currency"])
    if "name" in changed:
        unit.rename(changed["name"], organisation.change())
    announce(session, actor, unit, OrgUnitChanged(**_snapshot(unit), changes=changes(before, _snapshot(unit))))
    if "name" in changed:
        _put_on_record(session, OrgUnit.id == unit.id, organisation.moment())
    return unit


def move_org_unit(session: Session, actor: Actor, org_unit_id: str, *, parent_id: str) -> OrgUnit:
    """Move the unit with everything below it. The caller must reach both its old place and the new one."""
    organisation = lock_organisation(session)
    unit = queries.get_org_unit_for_change(session, actor, org_unit_id)
    parent = queries.unit_in_reach(session, actor, parent_id)
    before = _snapshot(unit)
    unit.move_under(parent, queries.longest_path_below(session, unit), organisation.change())
    _carry_along(session, str(before["path"]), unit)
    session.expire(unit, ["parent"])
    announce(session, actor, unit, OrgUnitMoved(**_snapshot(unit), changes=changes(before, _snapshot(unit))))
    _put_on_record(session, below(OrgUnit.path, unit.path), organisation.moment())
    return unit


def close_org_unit(session: Session, actor: Actor, org_unit_id: str) -> OrgUnit:
    organisation = lock_organisation(session)
    unit = queries.get_org_unit_for_change(session, actor, org_unit_id)
    before = _snapshot(unit)
    unit.close(queries.count_open_units_under(session, unit), organisation.change())
    announce(session, actor, unit, OrgUnitClosed(**_snapshot(unit), changes=changes(before, _snapshot(unit))))
    _put_on_record(session, OrgUnit.id == unit.id, organisation.moment())
    return unit


def import_org_units(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the units in step with these rows, by code. A row may name a unit that stands in a row before it."""
    lock_organisation(session)
    return take_rows(session, rows, lambda form: _import_org_unit(session, actor, mode, form))


def _import_org_unit(session: Session, actor: Actor, mode: str, form: Form) -> RowResult:
    unit = queries.find_by_code(session, actor, form["code"])
    ensure_mode(mode, form["code"], unit is not None)
    parent = _parent_named(session, actor, unit, form["parent_code"])
    told = {name: form[name] for name in ("code", "name", "kind", "currency") if name in form}
    if unit is None:
        return RowResult(CREATED, create_org_unit(session, actor, parent_id=parent, **told).id)
    rules.ensure_same_kind(unit.code, unit.kind, form["kind"])
    before = unit.version
    change_org_unit(session, actor, unit.id, **{name: form[name] for name in ("name", "currency") if name in form})
    if unit.parent_id != parent:
        move_org_unit(session, actor, unit.id, parent_id=parent)
    return RowResult(UNCHANGED if unit.version == before else UPDATED, unit.id)


def _parent_named(session: Session, actor: Actor, unit: OrgUnit | None, code: str | None) -> Any:
    """The id of the unit above; the head office, and no other, has none."""
    if code is None and unit is not None and unit.parent_id is None:
        return None
    parent = None if code is None else queries.find_by_code(session, actor, code)
    if parent is None:
        raise ReferenceIsUnknown(f"There is no unit {code or 'without a code'} within your reach to stand under.")
    return parent.id


def take_in(session: Session, actor: Actor, org_unit_id: str) -> OrgUnit:
    """An active person comes to stand in this unit, which must be open and within reach."""
    unit = queries.unit_in_reach(session, actor, org_unit_id)
    unit.take_in()
    return unit


def let_go(session: Session, org_unit_id: str) -> None:
    """An active person no longer stands in this unit."""
    queries.units_by_id(session, [org_unit_id])[org_unit_id].let_go()


def _carry_along(session: Session, old_path: str, unit: OrgUnit) -> None:
    """Give everything below the moved unit its new path, in one statement."""
    session.flush()
    new_path = literal(unit.path) + func.substr(OrgUnit.path, len(old_path) + 1)
    moved = (
        update(OrgUnit)
        .where(below(OrgUnit.path, old_path), OrgUnit.id != unit.id)
        .values(path=new_path, changed_in=unit.changed_in)
    )
    session.execute(moved.execution_options(synchronize_session=False))
    for held in session.identity_map.values():
        if isinstance(held, OrgUnit) and held is not unit and held.path.startswith(old_path):
            session.expire(held, ["path", "changed_in"])


def _put_on_record(session: Session, these: ColumnElement[bool], moment: datetime) -> None:
    """End the places that these units had until now, and begin those that they have from now on."""
    ending = update(UnitPlace).where(UnitPlace.until.is_(None), UnitPlace.unit_id.in_(select(OrgUnit.id).where(these)))
    session.execute(ending.values(until=moment).execution_options(synchronize_session=False))
    columns = ("unit_id", "parent_id", "path", "name", "closed", "since")
    now_standing = (OrgUnit.id, OrgUnit.parent_id, OrgUnit.path, OrgUnit.name, OrgUnit.closed, literal(moment, UtcTime))
    session.execute(insert(UnitPlace).from_select(columns, select(*now_standing).where(these)))


def _ensure_code_is_free(session: Session, code: str) -> None:
    if queries.code_is_taken(session, code):
        raise rules.UnitCodeIsTaken(f"There is a unit {code} already.")


def _snapshot(unit: OrgUnit) -> dict[str, Any]:
    return {
        "id": unit.id,
        "code": unit.code,
        "name": unit.name,
        "kind": str(unit.kind),
        "parent_id": unit.parent_id,
        "path": unit.path,
        "closed": unit.closed,
        "currency": unit.currency,
    }
