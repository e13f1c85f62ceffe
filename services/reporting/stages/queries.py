"""Reading the copies of stages. They belong to the whole company."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.reporting.stages.model import KnownStage
from services.reporting.stages.rules import SHIPPED, Rung
from shared.contracts.sales.stages import OUTCOMES

REMEMBERED = "rungs of this transaction"

__all__ = ["KnownStage", "Rung", "first_rate", "known_rungs", "rungs"]


def rungs(session: Session) -> list[Rung]:
    """The stages in which deals can be open, in their order; the shipped ones until others are known."""
    return sorted(known_rungs(session).values() or SHIPPED, key=lambda rung: rung.position)


def first_rate() -> ColumnElement[int]:
    """The rate of success of the first stage, in percent; of the shipped one until others are known."""
    first = select(KnownStage.success_rate).where(KnownStage.code.not_in(OUTCOMES))
    return func.coalesce(
        first.order_by(KnownStage.position, KnownStage.code).limit(1).scalar_subquery(), SHIPPED[0].success_rate
    )


def known_rungs(session: Session) -> dict[str, Rung]:
    """By code, those that the sales service has told of; read once a transaction, as batches ask often."""
    remembered: dict[str, Rung] | None = session.info.get(REMEMBERED)
    if remembered is None:
        found = session.scalars(select(KnownStage).where(KnownStage.code.not_in(OUTCOMES)))
        remembered = session.info[REMEMBERED] = {stage.code: stage.rung() for stage in found}
    return remembered
