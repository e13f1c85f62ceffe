"""Reading the copies of stages. They belong to the whole company."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.reporting.stages.model import KnownStage
from services.reporting.stages.rules import SHIPPED, Rung
from shared.contracts.sales.stages import OUTCOMES

__all__ = ["Rung", "known_rungs", "rungs"]


def rungs(session: Session) -> list[Rung]:
    """The stages in which deals can be open, in their order; the shipped ones until others are known."""
    return sorted(known_rungs(session).values() or SHIPPED, key=lambda rung: rung.position)


def known_rungs(session: Session) -> dict[str, Rung]:
    """By code, those that the sales service has told of."""
    found = session.scalars(select(KnownStage).where(KnownStage.code.not_in(OUTCOMES)))
    return {stage.code: stage.rung() for stage in found}
