"""The open deals within the caller's sight, stage by stage."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from services.sales.opportunities.queries import OpenDeals, open_deals
from services.sales.stages.queries import ladder
from shared.actor import Actor

HOUSE_CURRENCY = "USD"
NOTHING = Decimal(0)


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
    deals = open_deals(session, actor)
    rows = []
    for step in ladder(session).steps:
        here = [group for group in deals if group.stage == step.code]
        for group in here or [OpenDeals(step.code, HOUSE_CURRENCY, 0, NOTHING, NOTHING)]:
            if step.outcome is None:
                place = (step.code, step.name, step.position, step.success_rate)
                rows.append(PipelineRow(*place, group.currency, group.count, group.amount, group.weighted_amount))
    return Pipeline(rows, sum(row.count for row in rows))
