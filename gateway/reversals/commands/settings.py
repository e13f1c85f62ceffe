"""Taking back what a job did to what the company set up, by the commands that change it by hand."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from gateway.custom_fields import commands as custom_fields
from gateway.custom_fields.queries import CustomField, get_custom_field_for_change, uses_picklist
from gateway.groups import commands as groups
from gateway.groups.queries import Group, get_group_for_change, has_members
from gateway.persistence import lock_organisation
from gateway.picklists import commands as picklists
from gateway.picklists.queries import Picklist, PicklistValue, get_picklist_by_id, get_value_by_id
from gateway.positions import commands as positions
from gateway.positions.queries import Position, get_position_for_change
from gateway.process_definitions import commands as processes
from gateway.process_definitions.queries import (
    ProcessDefinition,
    get_process_definition_for_change,
    names_position,
)
from gateway.reversals import rules
from gateway.views import commands as views
from gateway.views.queries import View, get_view_for_change
from shared.actor import Actor
from shared.importing import RowResult
from shared.undoing import REMOVED, ByCommands, undo_records

Fields = dict[str, Any]
_FIELD = ("label", "required", "default", "position", "retired")


def undo_positions(session: Session, actor: Actor, job_id: str, position_ids: Sequence[str]) -> list[RowResult]:
    """One result a position; one that somebody holds or held, or that a process names, stays."""
    lock_organisation(session)
    return undo_records(session, actor, job_id, position_ids, _POSITIONS)


def undo_groups(session: Session, actor: Actor, job_id: str, group_ids: Sequence[str]) -> list[RowResult]:
    """One result a group; one that the job made grants nothing any more, unless somebody is in it."""
    lock_organisation(session)
    return undo_records(session, actor, job_id, group_ids, _GROUPS)


def undo_process_definitions(
    session: Session, actor: Actor, job_id: str, definition_ids: Sequence[str]
) -> list[RowResult]:
    """One result a definition; one that the job made is retired, and runs that have begun go on."""
    return undo_records(session, actor, job_id, definition_ids, _PROCESSES)


def undo_picklists(session: Session, actor: Actor, job_id: str, picklist_ids: Sequence[str]) -> list[RowResult]:
    """One result a list; one that has values or that a custom field uses stays."""
    lock_organisation(session)
    return undo_records(session, actor, job_id, picklist_ids, _PICKLISTS)


def undo_picklist_values(session: Session, actor: Actor, job_id: str, value_ids: Sequence[str]) -> list[RowResult]:
    """One result a value; one that the job added is retired, since records may keep it."""
    lock_organisation(session)
    return undo_records(session, actor, job_id, value_ids, _VALUES)


def undo_custom_fields(session: Session, actor: Actor, job_id: str, field_ids: Sequence[str]) -> list[RowResult]:
    """One result a field; one that the job defined is retired, since records may have values of it."""
    lock_organisation(session)
    return undo_records(session, actor, job_id, field_ids, _CUSTOM_FIELDS)


def undo_views(session: Session, actor: Actor, job_id: str, view_ids: Sequence[str]) -> list[RowResult]:
    """One result a view of the caller's own."""
    return undo_records(session, actor, job_id, view_ids, _VIEWS)


def _put_position_back(session: Session, actor: Actor, position: Position, fields: Fields) -> None:
    rules.ensure_reversible(fields, ("name",))
    positions.change_position(session, actor, position.id, name=fields["name"])


def _remove_position(session: Session, actor: Actor, position: Position) -> None:
    rules.ensure_unnamed(position.code, names_position(session, position.code))
    positions.remove_position(session, actor, position.id)


def _put_group_back(session: Session, actor: Actor, group: Group, fields: Fields) -> None:
    rules.ensure_reversible(fields, ("grants", "demands_second_factor"))
    if "grants" in fields:
        groups.grant_just(session, actor, group, fields["grants"])
    if "demands_second_factor" in fields:
        groups.demand_second_factor(session, actor, group.id, demanded=fields["demands_second_factor"])


def _empty_group(session: Session, actor: Actor, group: Group) -> None:
    rules.ensure_no_members(group.code, has_members(session, group.id))
    groups.grant_just(session, actor, group, [])


def _put_process_back(session: Session, actor: Actor, defined: ProcessDefinition, fields: Fields) -> None:
    rules.ensure_reversible(fields, ("name", "steps"))
    processes.change_process(session, actor, defined.id, **fields)


def _retire_process(session: Session, actor: Actor, defined: ProcessDefinition) -> None:
    processes.retire_process(session, actor, defined.id)


def _put_picklist_back(session: Session, actor: Actor, picklist: Picklist, fields: Fields) -> None:
    rules.ensure_reversible(fields, ("label",))
    picklists.change_picklist(session, actor, picklist.code, label=fields["label"])


def _remove_picklist(session: Session, actor: Actor, picklist: Picklist) -> None:
    rules.ensure_unused(picklist.code, uses_picklist(session, picklist.code))
    picklists.remove_picklist(session, actor, picklist.code)


def _put_value_back(session: Session, actor: Actor, value: PicklistValue, fields: Fields) -> None:
    rules.ensure_reversible(fields, ("label", "position", "retired"))
    retired = fields.pop("retired", None)
    if retired is not None:
        step = picklists.retire_value if retired else picklists.reinstate_value
        step(session, actor, value.picklist, value.code)
    if fields:
        picklists.change_value(session, actor, value.picklist, value.code, **fields)


def _retire_value(session: Session, actor: Actor, value: PicklistValue) -> None:
    picklists.retire_value(session, actor, value.picklist, value.code)


def _put_field_back(session: Session, actor: Actor, field: CustomField, fields: Fields) -> None:
    """A retired field takes no changes, so one that is to be in use again is so first, the other way round last."""
    rules.ensure_reversible(fields, _FIELD)
    retired = fields.pop("retired", None)
    if retired is False:
        custom_fields.reinstate_custom_field(session, actor, field.id)
    if fields:
        custom_fields.change_custom_field(session, actor, field.id, **fields)
    if retired is True:
        custom_fields.retire_custom_field(session, actor, field.id)


def _retire_field(session: Session, actor: Actor, field: CustomField) -> None:
    custom_fields.retire_custom_field(session, actor, field.id)


def _put_view_back(session: Session, actor: Actor, view: View, fields: Fields) -> None:
    views.change_view(session, actor, view.id, **fields)


def _remove_view(session: Session, actor: Actor, view: View) -> None:
    views.remove_view(session, actor, view.id)
    session.flush()


_POSITIONS = ByCommands(
    model=Position,
    find=get_position_for_change,
    put_back=_put_position_back,
    take_out=_remove_position,
    outcome=REMOVED,
)
_GROUPS = ByCommands(
    model=Group,
    find=get_group_for_change,
    put_back=_put_group_back,
    take_out=_empty_group,
    parts=frozenset({"grants"}),
)
_PROCESSES = ByCommands(
    model=ProcessDefinition,
    find=get_process_definition_for_change,
    put_back=_put_process_back,
    take_out=_retire_process,
)
_PICKLISTS = ByCommands(
    model=Picklist,
    find=get_picklist_by_id,
    put_back=_put_picklist_back,
    take_out=_remove_picklist,
    outcome=REMOVED,
)
_VALUES = ByCommands(model=PicklistValue, find=get_value_by_id, put_back=_put_value_back, take_out=_retire_value)
_CUSTOM_FIELDS = ByCommands(
    model=CustomField, find=get_custom_field_for_change, put_back=_put_field_back, take_out=_retire_field
)
_VIEWS = ByCommands(
    model=View, find=get_view_for_change, put_back=_put_view_back, take_out=_remove_view, outcome=REMOVED
)
