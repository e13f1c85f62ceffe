"""Defining custom fields. One function, one business decision, one event.

Every change counts as one of the organisation, so each service has it before the next call that follows.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from gateway.custom_fields import queries, rules
from gateway.custom_fields.model import CustomField
from gateway.persistence import lock_organisation
from gateway.picklists import commands as picklist_commands
from gateway.picklists import queries as picklists
from shared.actor import Actor
from shared.announce import announce
from shared.company_wide import ensure_for_company
from shared.contracts.custom import MOST_FIELDS, FieldType, ValueDoesNotFit, kept_value
from shared.contracts.events import changes
from shared.contracts.gateway import custom_fields as contract
from shared.contracts.gateway.picklists import LAST_POSITION, label_of
from shared.custom_rows import read_cell
from shared.ids import new_id
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    RowResult,
    different,
    ensure_as_it_is,
    ensure_mode,
    take_rows,
)

STEP = 10
SHAPE = ("type", "multiple", "picklist", "references", "currency")
TOLD = (
    "entity", "code", "label", "required", "multiple", "picklist", "references", "currency", "default", "position",
    "retired",
)  # fmt: skip


def define_custom_field(session: Session, actor: Actor, *, entity: str, code: str, **fields: Any) -> CustomField:
    """Add a field to the records of the company; `choices` makes a managed list of its own for it."""
    ensure_for_company(actor)
    organisation = lock_organisation(session)
    _ensure_code(session, entity, code)
    count, last = queries.count_and_last(session, entity)
    rules.ensure_room(count, MOST_FIELDS)
    if "references" in fields:
        here, there = contract.ENTITIES[entity].service, contract.ENTITIES[fields["references"]].service
        rules.ensure_same_service(here, there)
    fields["picklist"] = _picklist(session, actor, f"{entity}.{code}", fields)
    field = CustomField(
        id=new_id(),
        entity=entity,
        code=code,
        type=str(fields.pop("type")),
        changed_in=organisation.change(),
        retired=False,
        created_by=actor.user_id,
        **{"position": min(last + STEP, LAST_POSITION), "required": False, "multiple": False, **fields},
    )
    field.default = _default(session, field)
    told = _told(field)
    announce(session, actor, field, contract.CustomFieldDefined(**told, changes=changes({}, told)))
    return field


def change_custom_field(session: Session, actor: Actor, custom_field_id: str, **fields: Any) -> CustomField:
    ensure_for_company(actor)
    organisation = lock_organisation(session)
    field = queries.get_custom_field_for_change(session, actor, custom_field_id)
    before = _told(field)
    field.edit(fields, organisation.change())
    field.default = _default(session, field)
    told = _told(field)
    announce(session, actor, field, contract.CustomFieldChanged(**told, changes=changes(before, told)))
    return field


def retire_custom_field(session: Session, actor: Actor, custom_field_id: str) -> CustomField:
    ensure_for_company(actor)
    organisation = lock_organisation(session)
    field = queries.get_custom_field_for_change(session, actor, custom_field_id)
    before = _told(field)
    field.retire(organisation.change())
    told = _told(field)
    announce(session, actor, field, contract.CustomFieldRetired(**told, changes=changes(before, told)))
    return field


def reinstate_custom_field(session: Session, actor: Actor, custom_field_id: str) -> CustomField:
    ensure_for_company(actor)
    organisation = lock_organisation(session)
    field = queries.get_custom_field_for_change(session, actor, custom_field_id)
    before = _told(field)
    field.reinstate(organisation.change())
    told = _told(field)
    announce(session, actor, field, contract.CustomFieldReinstated(**told, changes=changes(before, told)))
    return field


def import_custom_fields(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the custom fields in step with these rows, each named by its records and its code."""
    lock_organisation(session)
    return take_rows(session, rows, lambda form: _import_field(session, actor, mode, form))


def _import_field(session: Session, actor: Actor, mode: str, form: Form) -> RowResult:
    ensure_for_company(actor)
    entity, _, code = form["key"].partition(".")
    found = queries.find_custom_field(session, entity, code)
    ensure_mode(mode, form["key"], found is not None)
    shape = {name: form[name] for name in SHAPE if name in form}
    fields: Form = {name: form[name] for name in ("required", "position") if name in form}
    fields["label"] = label_of(form, found.label if found else {"en": code})
    if "default" in form:
        fields["default"] = _default_of_row(form)
    field = found or define_custom_field(session, actor, entity=entity, code=code, **shape, **fields)
    ensure_as_it_is(field, shape | {name: form[name] for name in ("retired",) if name in form})
    if found is None:
        return RowResult(CREATED, field.id)
    if not (changed := different(found, fields)):
        return RowResult(UNCHANGED, found.id)
    return RowResult(UPDATED, change_custom_field(session, actor, found.id, **changed).id)


def _default_of_row(form: Form) -> Any:
    """The default as records keep values; one that does not fit stays as it is, to be refused with its reason."""
    default = read_cell(form["type"], form["default"], multiple=form["multiple"])
    if default is None:
        return None
    try:
        return kept_value(form["type"], default, multiple=form["multiple"])
    except ValueDoesNotFit:
        return default


def _ensure_code(session: Session, entity: str, code: str) -> None:
    listing = contract.ENTITIES[entity].listing
    rules.ensure_free(code, {*contract.RESERVED, *listing.fields, *listing.view().fields})
    if queries.is_code_taken(session, entity, code):
        raise rules.CustomFieldCodeIsTaken(f"{entity} have a custom field {code} already.")


def _picklist(session: Session, actor: Actor, code: str, fields: dict[str, Any]) -> str | None:
    """The list that the field's choices are on: the named one, or a new one of the given choices."""
    choices = fields.pop("choices", None)
    if choices is not None:
        return picklist_commands.make_picklist(session, actor, code, fields["label"], choices).code
    named = fields.get("picklist")
    if named is not None and picklists.find_picklist(session, named) is None:
        raise rules.PicklistIsUnknown(f"There is no picklist {named}.")
    return named


def _default(session: Session, field: CustomField) -> Any:
    """The field's default as records keep values; raises `DefaultDoesNotFit`."""
    if field.default is None:
        return None
    try:
        kept = kept_value(FieldType(field.type), field.default, multiple=field.multiple)
    except ValueDoesNotFit as fault:
        raise rules.DefaultDoesNotFit.because(str(fault)) from None
    if field.picklist is not None:
        values = picklists.values_of(session, field.picklist)
        for one in kept if isinstance(kept, list) else [kept]:
            if one not in values or values[one].retired:
                raise rules.DefaultDoesNotFit.because(f"{one!r} is not among the choices.")
    if field.references is not None:
        raise rules.DefaultDoesNotFit.because("A reference has no default: not everybody may see the record.")
    return kept


def _told(field: CustomField) -> dict[str, Any]:
    """What every event about this field says."""
    told = {name: getattr(field, name) for name in TOLD}
    return {"custom_field_id": field.id, "field_type": field.type, **told}
