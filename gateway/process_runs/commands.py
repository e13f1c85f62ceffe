"""Changing runs of processes. One function, one decision, one event."""

from typing import Any

from sqlalchemy.orm import Session

from gateway.process_definitions import queries as definitions
from gateway.process_runs import queries, rules
from gateway.process_runs.model import ProcessRun
from gateway.process_runs.rules import RunStatus
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now, today
from shared.contracts.events import changes
from shared.contracts.gateway import process_runs as contract


def start_run(
    session: Session, actor: Actor, *, process_definition_id: str, record_id: str, org_unit_id: str
) -> ProcessRun:
    """Start a process for a record of this unit, which the caller was seen to read. Raises `ProcessIsRetired`."""
    defined = definitions.lock_in_use(session, process_definition_id)
    run = ProcessRun.start(
        process_definition_id=defined.id,
        process=defined.code,
        name=defined.name,
        noun=defined.noun,
        record_id=record_id,
        org_unit_id=org_unit_id,
        steps=defined.steps,
        created_by=actor.user_id,
    )
    _announce(session, actor, run, {}, contract.ProcessRunStarted)
    return run


def complete_step(session: Session, actor: Actor, process_run_id: str, *, step: str, note: str) -> ProcessRun:
    """Only a holder of the position that the step names may, however far the caller's rights reach."""
    run = queries.lock_visible_run(session, actor, process_run_id)
    rules.ensure_running(run.status)
    rules.ensure_next(step, str(run.step))
    rules.ensure_holder(queries.waits_for(session, actor, run, today()), step, str(run.position))
    before = _snapshot(run)
    run.complete(step, actor.user_id, now(), note)
    fact = contract.ProcessRunFinished if run.status == RunStatus.FINISHED else contract.ProcessStepCompleted
    _announce(session, actor, run, before, fact, completed=step, note=note)
    return run


def cancel_run(session: Session, actor: Actor, process_run_id: str) -> ProcessRun:
    run = queries.get_process_run_for_change(session, actor, process_run_id)
    before = _snapshot(run)
    run.cancel()
    _announce(session, actor, run, before, contract.ProcessRunCancelled)
    return run


def _announce(
    session: Session,
    actor: Actor,
    run: ProcessRun,
    before: dict[str, Any],
    fact: type[contract.ProcessRunEvent],
    **more: Any,
) -> None:
    after = _snapshot(run)
    told = {
        "process_run_id": run.id,
        **{name: getattr(run, name) for name in ("process", "name", "noun", "record_id", "org_unit_id")},
        "started_by": run.created_by,
        **after,
        "waiting_for": queries.people_it_waits_for(session, run, today()),
        "changes": changes(before, after),
    }
    announce(session, actor, run, fact(**told, **more))


def _snapshot(run: ProcessRun) -> dict[str, Any]:
    return {"status": str(run.status), "step": run.step, "position": run.position}
