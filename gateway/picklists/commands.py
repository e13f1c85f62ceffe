"""Changing managed lists. One function, one business decision, one event a record.

Every change of a value counts as one of the organisation, so each service has it before the next call that follows.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from gateway.persistence import Organisation, lock_organisation
from gateway.picklists import queries, rules
from gateway.picklists.model import Picklist, PicklistValue
from shared.actor import Actor
from shared.announce import announce
from shared.company_wide import ensure_for_company
from shared.contracts.events import changes
from shared.contracts.gateway import picklists as contract
from shared.ids import new_id
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    ReferenceIsUnknown,
    RowResult,
    different,
    ensure_as_it_is,
    ensure_mode,
    take_rows,
)

STEP = 10
"""Between the positions of values that were given none, so that one can be put between two."""


def create_picklist(
    session: Session, actor: Actor, *, code: str, label: dict[str, str], values: Iterable[dict[str, Any]] = ()
) -> Picklist:
    ensure_for_company(actor)
    lock_organisation(session)
    return make_picklist(session, actor, code, label, values)


def make_picklist(
    session: Session,
    actor: Actor,
    code: str,
    label: dict[str, str],
    values: Iterable[dict[str, Any]],
    *,
    shipped: bool = False,
) -> Picklist:
    """A list with its first values. The organisation is locked and the caller may do this."""
    if queries.find_picklist(session, code) is not None:
        raise rules.PicklistCodeIsTaken(f"There is a picklist {code} already.")
    rules.ensure_room(queries.count_picklists(session), contract.MOST_PICKLISTS)
    picklist = Picklist(id=new_id(), code=code, label=label, shipped=shipped, created_by=actor.user_id)
    told = _told(picklist)
    announce(session, actor, picklist, contract.PicklistCreated(**told, changes=changes({}, told)))
    organisation = lock_organisation(session)
    _add(session, actor, organisation, picklist, list(values), {})
    return picklist


def change_picklist(session: Session, actor: Actor, code: str, **fields: Any) -> Picklist:
    ensure_for_company(actor)
    lock_organisation(session)
    picklist = queries.get_picklist_for_change(session, actor, code)
    before = _told(picklist)
    picklist.edit(fields)
    told = _told(picklist)
    announce(session, actor, picklist, contract.PicklistChanged(**told, changes=changes(before, told)))
    return picklist


def remove_picklist(session: Session, actor: Actor, code: str) -> None:
    """Take back that it was made; the caller has seen that nothing needs it. Raises `PicklistHasValues`."""
    ensure_for_company(actor)
    lock_organisation(session)
    picklist = queries.get_picklist_for_change(session, actor, code)
    rules.ensure_without_values(code, len(queries.values_of(session, code)))
    told = _told(picklist)
    announce(session, actor, picklist, contract.PicklistRemoved(**told, changes=changes(told, {})))
    session.delete(picklist)
    session.flush()


def add_value(session: Session, actor: Actor, picklist_code: str, **fields: Any) -> PicklistValue:
    ensure_for_company(actor)
    organisation = lock_organisation(session)
    picklist = queries.get_picklist(session, picklist_code)
    there = queries.values_of(session, picklist.code)
    return _add(session, actor, organisation, picklist, [fields], there)[0]


def change_value(session: Session, actor: Actor, picklist: str, code: str, **fields: Any) -> PicklistValue:
    """Rename it or give it another place; what records keep, its code, stays."""
    ensure_for_company(actor)
    organisation = lock_organisation(session)
    value = queries.get_value_for_change(session, actor, picklist, code)
    before = _value_told(value)
    value.edit(fields, organisation.change())
    return _announce_value(session, actor, value, before, contract.PicklistValueChanged)


def retire_value(session: Session, actor: Actor, picklist: str, code: str) -> PicklistValue:
    ensure_for_company(actor)
    organisation = lock_organisation(session)
    value = queries.get_value_for_change(session, actor, picklist, code)
    before = _value_told(value)
    value.retire(organisation.change())
    return _announce_value(session, actor, value, before, contract.PicklistValueRetired)


def reinstate_value(session: Session, actor: Actor, picklist: str, code: str) -> PicklistValue:
    ensure_for_company(actor)
    organisation = lock_organisation(session)
    value = queries.get_value_for_change(session, actor, picklist, code)
    before = _value_told(value)
    value.reinstate(organisation.change())
    return _announce_value(session, actor, value, before, contract.PicklistValueReinstated)


def import_picklists(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the lists in step with these rows, by code; their values have a file of their own."""
    lock_organisation(session)
    return take_rows(session, rows, lambda form: _import_picklist(session, actor, mode, form))


def import_picklist_values(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the values in step with these rows, each named by its list and its code."""
    lock_organisation(session)
    return take_rows(session, rows, lambda form: _import_value(session, actor, mode, form))


def _import_picklist(session: Session, actor: Actor, mode: str, form: Form) -> RowResult:
    ensure_for_company(actor)
    found = queries.find_picklist(session, form["code"])
    ensure_mode(mode, form["code"], found is not None)
    label = contract.label_of(form, found.label if found else {})
    if found is None:
        return RowResult(CREATED, create_picklist(session, actor, code=form["code"], label=label).id)
    if label == found.label:
        return RowResult(UNCHANGED, found.id)
    return RowResult(UPDATED, change_picklist(session, actor, found.code, label=label).id)


def _import_value(session: Session, actor: Actor, mode: str, form: Form) -> RowResult:
    ensure_for_company(actor)
    picklist, _, code = form["key"].partition("/")
    if queries.find_picklist(session, picklist) is None:
        raise ReferenceIsUnknown(f"There is no picklist {picklist}.")
    found = queries.find_value(session, picklist, code)
    ensure_mode(mode, form["key"], found is not None)
    fields = {"label": contract.label_of(form, found.label if found else {"en": code})}
    fields |= {name: form[name] for name in ("position",) if name in form}
    value = found or add_value(session, actor, picklist, code=code, **fields)
    ensure_as_it_is(value, {name: form[name] for name in ("retired",) if name in form})
    if found is None:
        return RowResult(CREATED, value.id)
    if not (changed := different(found, fields)):
        return RowResult(UNCHANGED, found.id)
    return RowResult(UPDATED, change_value(session, actor, picklist, code, **changed).id)


def ensure_shipped_picklists(session: Session, actor: Actor) -> None:
    """Set up the lists that come with the product where they are missing; what the company did to them stays."""
    lock_organisation(session)
    for shipped in contract.SHIPPED:
        if queries.find_picklist(session, shipped.code) is None:
            values = [{"code": code, "label": label} for code, label in shipped.values]
            make_picklist(session, actor, shipped.code, shipped.label, values, shipped=True)


def _add(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    picklist: Picklist,
    values: list[dict[str, Any]],
    there: dict[str, PicklistValue],
) -> list[PicklistValue]:
    if not values:
        return []
    rules.ensure_room(len(there) + len(values) - 1, contract.MOST_VALUES)
    changed_in = organisation.change()
    last = max((value.position for value in there.values()), default=0)
    added: dict[str, PicklistValue] = {}
    for number, fields in enumerate(values, 1):
        code = fields["code"]
        if code in there or code in added:
            raise rules.PicklistValueIsThere(f"There is a value {code} in {picklist.code} already.")
        added[code] = PicklistValue(
            id=new_id(),
            picklist=picklist.code,
            code=code,
            label=fields.get("label") or {"en": code},
            position=fields.get("position", min(last + STEP * number, contract.LAST_POSITION)),
            changed_in=changed_in,
            retired=False,
            created_by=actor.user_id,
        )
        _announce_value(session, actor, added[code], {}, contract.PicklistValueAdded)
    return list(added.values())


def _announce_value(
    session: Session,
    actor: Actor,
    value: PicklistValue,
    before: dict[str, Any],
    event: type[contract.PicklistValueEvent],
) -> PicklistValue:
    told = _value_told(value)
    announce(session, actor, value, event(**told, changes=changes(before, told)))
    return value


def _told(picklist: Picklist) -> dict[str, Any]:
    return {"picklist_id": picklist.id, "code": picklist.code, "label": picklist.label}


def _value_told(value: PicklistValue) -> dict[str, Any]:
    return {
        "value_id": value.id,
        "picklist": value.picklist,
        "code": value.code,
        "label": value.label,
        "position": value.position,
        "retired": value.retired,
    }
