"""The open deals within the caller's sight, stage by stage."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func
from sqlalchemy.orm import Session

from services.sales.opportunities.model import Opportunity
from services.sales.opportunities.rules import OpportunityStatus
from services.sales.stages.queries import ladder
from services.sales.stages.rules import Step
from shared.actor import Actor
from shared.visible import visible

HOUSE_CURRENCY = "USD"
NOTHING = Decimal(0)
EMPTY = (HOUSE_CURRENCY, 0, NOTHING, NOTHING)


@dataclass(frozen=True)
class PipelineRow:
    stage: str
    name: str
    position: int
    success_rate: int
    currency: str
    count: int
    amount: Decimal
    weighted_amount: Decimal


@dataclass(frozen=True)
class Pipeline:
    rows: list[PipelineRow]
    count: int


def get_pipeline(session: Session, actor: Actor) -> Pipeline:
    """Every open stage in order, with count, sum and weighted sum for each currency in it."""
    groups = _groups(session, actor)
    rows = [
        _row(step, *group)
        for step in ladder(session).steps
        if step.outcome is None
        for group in groups.get(step.code, [EMPTY])
    ]
    return Pipeline(rows, sum(row.count for row in rows))


def _groups(session: Session, actor: Actor) -> dict[str, list[tuple[str, int, Decimal, Decimal]]]:
    grouped = (
        visible(Opportunity, actor)
        .where(Opportunity.status == OpportunityStatus.OPEN)
        .with_only_columns(
            Opportunity.stage,
            Opportunity.currency,
            func.count().label("deals"),
            func.sum(Opportunity.amount).label("amount"),
            func.sum(Opportunity.weighted_amount).label("weighted"),
            maintain_column_froms=True,
        )
        .group_by(Opportunity.stage, Opportunity.currency)
        .order_by(Opportunity.stage, Opportunity.currency)
    )
    groups: dict[str, list[tuple[str, int, Decimal, Decimal]]] = {}
    for row in session.execute(grouped):
        group = (row.currency, row.deals, row.amount or NOTHING, row.weighted or NOTHING)
        groups.setdefault(row.stage, []).append(group)
    return groups


def _row(step: Step, currency: str, count: int, amount: Decimal, weighted: Decimal) -> PipelineRow:
    return PipelineRow(step.code, step.name, step.position, step.success_rate, currency, count, amount, weighted)
