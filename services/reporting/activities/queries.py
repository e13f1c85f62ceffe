"""The facts about activities, for the reports. Every figure starts from what the actor may see."""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func

from services.reporting.activities.model import ActivityFact
from services.reporting.deals.queries import DealRise
from services.reporting.parts.queries import Facts, Part, within
from shared.contracts.reporting.activities import LISTING
from shared.merged_customers import Pointer
from shared.persistence.days import days_between
from shared.persistence.platform import OrgPersonReplica

__all__ = ["FACTS", "ActivityFact"]

DONE = "done"
FACTS = Facts(ActivityFact, ActivityFact.done_unit_id, ActivityFact.done_unit_path, ActivityFact.created_by, LISTING)
"""An activity counts for the unit to which it belonged when it was done, and for whoever did it."""
AUTHOR = OrgPersonReplica.name
AUTHOR_NAME: ColumnElement[str] = func.max(AUTHOR)
POINTER = Pointer(ActivityFact)
"""Some name a customer."""


def done_within(rows: Select[Any], part: Part) -> Select[Any]:
    """What was done in the period; a draft counts once it is finished."""
    return rows.where(ActivityFact.status == DONE, within(ActivityFact.happened_on, part))


def with_author(rows: Select[Any]) -> Select[Any]:
    """With whoever did it."""
    return rows.outerjoin(OrgPersonReplica, OrgPersonReplica.id == ActivityFact.created_by)


def led_to_rise(days: int) -> ColumnElement[bool]:
    """Whether the deal that it was about came nearer to being won within so many days."""
    return (
        exists()
        .where(
            DealRise.deal_id == ActivityFact.opportunity_id,
            DealRise.rose_at >= ActivityFact.happened_at,
            days_between(ActivityFact.happened_at, DealRise.rose_at) <= days,
        )
        .correlate(ActivityFact)
    )
