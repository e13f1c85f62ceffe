"""Changing definitions of processes. They hold for the whole company, so the right must reach all of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from gateway.positions.queries import find_positions
from gateway.process_definitions import queries, rules
from gateway.process_definitions.model import ProcessDefinition
from shared.actor import Actor
from shared.announce import announce
from shared.company_wide import ensure_for_company
from shared.contracts.events import changes
from shared.contracts.gateway import process_definitions as contract
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

Steps = list[dict[str, Any]]


def define_process(
    session: Session, actor: Actor, *, code: str, name: str, noun: str, steps: Steps
) -> ProcessDefinition:
    ensure_for_company(actor)
    _ensure_positions(session, steps)
    if queries.find_by_code(session, code) is not None:
        raise rules.ProcessCodeIsTaken(f"There is a process {code} already.")
    defined = ProcessDefinition(
        id=new_id(), code=code, name=name, noun=noun, steps=steps, retired=False, created_by=actor.user_id
    )
    _announce(session, actor, defined, {}, contract.ProcessDefined)
    return defined


def change_process(
    session: Session, actor: Actor, process_definition_id: str, *, name: str | None = None, steps: Steps | None = None
) -> ProcessDefinition:
    """Runs that have started keep the steps they began with."""
    ensure_for_company(actor)
    defined = queries.get_process_definition_for_change(session, actor, process_definition_id)
    before = _snapshot(defined)
    if steps is not None:
        _ensure_positions(session, steps)
    defined.edit(name or defined.name, defined.steps if steps is None else steps)
    if before != _snapshot(defined):
        _announce(session, actor, defined, before, contract.ProcessDefinitionChanged)
    return defined


def retire_process(session: Session, actor: Actor, process_definition_id: str) -> ProcessDefinition:
    ensure_for_company(actor)
    defined = queries.get_process_definition_for_change(session, actor, process_definition_id)
    before = _snapshot(defined)
    defined.retire()
    _announce(session, actor, defined, before, contract.ProcessDefinitionRetired)
    return defined


def import_process_definitions(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the definitions in step with these rows, by code."""
    return take_rows(session, rows, lambda form: _import_process(session, actor, mode, form))


def _import_process(session: Session, actor: Actor, mode: str, form: Form) -> RowResult:
    ensure_for_company(actor)
    found = queries.find_by_code(session, form["code"])
    ensure_mode(mode, form["code"], found is not None)
    wanted = {name: form[name] for name in ("name", "steps")}
    defined = found or define_process(session, actor, code=form["code"], noun=form["noun"], **wanted)
    ensure_as_it_is(defined, {name: form[name] for name in ("noun", "retired") if name in form})
    if found is None:
        return RowResult(CREATED, defined.id)
    if not different(found, wanted):
        return RowResult(UNCHANGED, found.id)
    return RowResult(UPDATED, change_process(session, actor, found.id, **wanted).id)


def _ensure_positions(session: Session, steps: Steps) -> None:
    named = {step["position"] for step in steps}
    rules.ensure_positions(named, find_positions(session, named))


def _announce(
    session: Session, actor: Actor, defined: ProcessDefinition, before: dict[str, Any], fact: type[Any]
) -> None:
    after = _snapshot(defined)
    announce(session, actor, defined, fact(**after, changes=changes(before, after)))


def _snapshot(defined: ProcessDefinition) -> dict[str, Any]:
    return {name: getattr(defined, name) for name in ("id", "code", "name", "noun", "steps", "retired")}
