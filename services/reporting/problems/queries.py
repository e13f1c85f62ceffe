"""The problems on deals, for the reports. They are in sight with their deals."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func

from services.reporting.deals.queries import Deal
from services.reporting.parts.queries import Part, within
from services.reporting.problems.model import DealProblem
from services.reporting.problems.rules import OPEN, RESOLVED, WITHDRAWN
from services.reporting.stages.queries import KnownStage

__all__ = ["DealProblem"]

STAGE_NAME: ColumnElement[str] = func.coalesce(func.max(KnownStage.name), func.max(DealProblem.stage))
"""As the stage is called today; one that was removed since is told by its code."""
STAGE_PLACE: ColumnElement[int] = func.coalesce(func.min(KnownStage.position), 0)
IS_OPEN: ColumnElement[int] = case((DealProblem.status == OPEN, 1), else_=0)
IS_RESOLVED: ColumnElement[int] = case((DealProblem.status == RESOLVED, 1), else_=0)


def occurred_within(deals: Select[Any], part: Part) -> Select[Any]:
    """Each deal as often as a problem occurred on it in the period, with the stage in which that was."""
    counts = and_(DealProblem.deal_id == Deal.id, DealProblem.status != WITHDRAWN)
    met = deals.join(DealProblem, counts).outerjoin(KnownStage, KnownStage.code == DealProblem.stage)
    return met.where(within(DealProblem.occurred_on, part))
