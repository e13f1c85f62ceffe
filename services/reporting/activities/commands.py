"""Keeping the facts about activities as new as the sales service's own; told twice or out of order they end up the
same.
"""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from services.reporting.activities.model import ActivityFact
from services.reporting.activities.queries import DONE
from services.reporting.parts.commands import know_path
from services.reporting.shares import commands as shares
from shared.actor import Actor
from shared.contracts.sales.activities import ActivityEvent, ActivityShared, ActivityShareRevoked
from shared.merged_customers import standing_customer
from shared.visible import noun_of


def follow_activity(session: Session, event: ActivityEvent, at: datetime) -> None:
    """Take in an activity as told at this moment. An older event adds only what no later one tells: when it was
    written down, what came of it, and for which unit it was done.
    """
    activity = session.get(ActivityFact, event.activity_id)
    if activity is None:
        activity = ActivityFact(id=event.activity_id, created_at=at, created_by=event.author_id)
        activity.result_version = activity.standing_version = 0
        _take(session, activity, event)
        session.add(activity)
    elif event.record_version > activity.version:
        _take(session, activity, event)
    activity.created_at = min(activity.created_at, at)
    if "result" in event.changes and event.record_version > activity.result_version:
        activity.result, activity.result_version = event.changes["result"]["after"], event.record_version
    if event.status == DONE:
        _stand(session, activity, event)
    session.flush()


def follow_share(session: Session, actor: Actor, event: ActivityShared | ActivityShareRevoked, at: datetime) -> None:
    """Open the figures of an activity to whom it is shared with, or close them again."""
    follow_activity(session, event, at)
    shares.follow_share(session, actor, noun_of(ActivityFact), event.activity_id, event.record_version, event)


def _take(session: Session, activity: ActivityFact, event: ActivityEvent) -> None:
    activity.version = event.record_version
    activity.type, activity.status, activity.subject = event.activity_type, event.status, event.subject
    activity.owner_id, activity.org_unit_id = event.owner_id, event.org_unit_id
    activity.customer_id = standing_customer(session, event.customer_id) if event.customer_id else None
    activity.contact_id, activity.lead_id = event.contact_id, event.lead_id
    activity.opportunity_id = event.opportunity_id
    activity.happened_at = datetime.fromisoformat(event.happened_at).astimezone(UTC)
    activity.happened_on = activity.happened_at.date()
    activity.task, activity.task_due_on = (
        event.task,
        date.fromisoformat(event.task_due_on) if event.task_due_on else None,
    )
    activity.is_key, done = event.is_key, event.task_done_at
    activity.task_done_on = datetime.fromisoformat(done).astimezone(UTC).date() if done else None


def _stand(session: Session, activity: ActivityFact, event: ActivityEvent) -> None:
    """An activity is done once: the oldest event that knows of it tells to which unit it belonged then."""
    if activity.standing_version and event.record_version >= activity.standing_version:
        return
    know_path(session, event.unit_path)
    activity.done_unit_id, activity.done_unit_path = event.org_unit_id, event.unit_path or None
    activity.standing_version = event.record_version
