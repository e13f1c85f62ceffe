"""What is said of an activity: to the history, to whoever listens, and to whoever searches."""

from typing import Any

from services.sales.activities.model import Activity
from shared.contracts.events import Changes
from shared.contracts.sales import activities as contract
from shared.owners import places_of

PLAIN = (
    *contract.ABOUT, "type", "subject", "note", "direction", "phone_number", "result", "task", "is_key", "file_count",
    "owner_id",
    "org_unit_id",
)  # fmt: skip
MOMENTS = ("happened_at", "ended_at", "task_due_on", "task_done_at")
TOLD = (*contract.ABOUT, *MOMENTS, "status", "subject", "task", "is_key", "owner_id", "org_unit_id")


def facts(activity: Activity) -> dict[str, Any]:
    """The fields whose changes are history."""
    moments = {name: getattr(activity, name) for name in MOMENTS}
    return {
        **{name: getattr(activity, name) for name in PLAIN},
        **{name: None if moment is None else moment.isoformat() for name, moment in moments.items()},
        "status": str(activity.status),
    }


def told(activity: Activity, changed: Changes) -> dict[str, Any]:
    """What every event about this activity says."""
    known = facts(activity)
    return {name: known[name] for name in TOLD} | {
        "activity_id": activity.id,
        "record_version": activity.next_version,
        "activity_type": activity.type,
        "author_id": activity.created_by,
        "changes": changed,
        **places_of(activity),
    }


def found_by(activity: Activity) -> tuple[str | None, ...]:
    """The texts whose words find this activity."""
    return activity.subject, activity.note, activity.result, activity.task, activity.phone_number
