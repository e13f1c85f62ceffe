"""Keeping the copies of stages as new as the sales service's own."""

from sqlalchemy.orm import Session

from services.reporting.stages.model import KnownStage
from services.reporting.stages.queries import REMEMBERED
from shared.contracts.sales.stages import StageEvent


def forget_stage(session: Session, code: str) -> None:
    """It was taken back; no deal was in it."""
    stage = session.get(KnownStage, code)
    if stage is not None:
        session.delete(stage)
        session.flush()
    session.info.pop(REMEMBERED, None)


def follow_stage(session: Session, event: StageEvent, version: int) -> bool:
    """Take in a stage as told, at this version of its record; whether that was news."""
    stage = session.get(KnownStage, event.code)
    if stage is None:
        stage = KnownStage(code=event.code)
        session.add(stage)
    elif version <= stage.version:
        return False
    stage.name, stage.position = event.name, event.position
    stage.success_rate, stage.version = event.success_rate, version
    session.flush()
    session.info.pop(REMEMBERED, None)
    return True
