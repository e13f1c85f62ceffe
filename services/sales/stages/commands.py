"""Defining stages. What a new rate means for the deals is decided by the pipeline, which knows both."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.sales.stages import queries, rules
from services.sales.stages.model import Stage
from services.sales.stages.rules import SHIPPED, Ladder, Step
from shared.actor import Actor, system_actor
from shared.announce import announce
from shared.company_wide import ensure_for_company
from shared.contracts.events import Changes, changes
from shared.contracts.sales import stages as contract


def ensure_default_stages(session: Session) -> None:
    """Define the shipped stages where there are none yet."""
    if session.scalar(queries.every_stage().limit(1)) is not None:
        return
    try:
        with session.begin_nested():
            for step in SHIPPED:
                _define(session, system_actor("sales"), step)
    except IntegrityError:
        session.expire_all()  # another process defined them in the same moment


def hold_ladder(session: Session) -> Ladder:
    """The stages, held as they are until the transaction ends, so that a probability taken from one stays true."""
    every = queries.every_stage().order_by(Stage.position).with_for_update(read=True)
    held = session.scalars(every).all()
    if not held:
        ensure_default_stages(session)
        held = session.scalars(every).all()
    return Ladder([stage.step() for stage in held])


def create_stage(
    session: Session, actor: Actor, *, code: str, name: str, position: int, success_rate: int, **fields: Any
) -> Stage:
    ensure_for_company(actor)
    ensure_default_stages(session)
    if queries.is_taken(session, code=code):
        raise rules.StageCodeIsTaken(f"There is a stage {code} already.")
    ensure_position_free(session, position)
    criteria = tuple(fields.get("exit_criteria", ()))
    return _define(session, actor, Step(code, name, position, success_rate, criteria))


def remove_stage(session: Session, actor: Actor, stage_id: str) -> None:
    """Take back that it was defined; the caller has seen that no deal is in it."""
    ensure_for_company(actor)
    stage = queries.get_stage_for_change(session, actor, stage_id)
    announce(session, actor, stage, contract.StageRemoved(**told(stage, changes(facts(stage), {}))))
    session.delete(stage)
    session.flush()


def ensure_position_free(session: Session, position: int) -> None:
    rules.ensure_below_outcomes(position)
    if queries.is_taken(session, position=position):
        raise rules.StagePositionIsTaken(f"Another stage stands at position {position}.")


def facts(stage: Stage) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "code": stage.code,
        "name": stage.name,
        "position": stage.position,
        "success_rate": stage.success_rate,
        "exit_criteria": list(stage.exit_criteria),
    }


def told(stage: Stage, changed: Changes) -> dict[str, Any]:
    """What every event about this stage says."""
    return {"stage_id": stage.id, **facts(stage), "changes": changed}


def _define(session: Session, actor: Actor, step: Step) -> Stage:
    stage = Stage(
        code=step.code,
        name=step.name,
        position=step.position,
        success_rate=step.success_rate,
        exit_criteria=list(step.exit_criteria),
        outcome=step.outcome,
        created_by=actor.user_id,
    )
    session.add(stage)
    session.flush()
    announce(session, actor, stage, contract.StageDefined(**told(stage, changes({}, facts(stage)))))
    return stage
