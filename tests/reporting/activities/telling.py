"""Events about activities, as the sales service would tell them."""

from typing import Any

from shared.contracts.sales import activities
from shared.ids import new_id
from tests.reporting.newsroom import Newsroom


def activity_event(room: Newsroom, kind: Any, name: str, day: str, **facts: Any) -> Any:
    """Of a call of Nils about what is his unless it says otherwise; `author` is who did it."""
    owner = room.people[facts.pop("owner", "nils")]
    author = room.people[facts.pop("author", "nils")]
    told = {
        "activity_id": room.ids.setdefault(name, new_id()),
        "record_version": facts.pop("version", 1),
        "activity_type": "call",
        "status": "done",
        "customer_id": None,
        "contact_id": None,
        "lead_id": None,
        "opportunity_id": None,
        "happened_at": f"{day}T09:00:00+00:00",
        "ended_at": None,
        "subject": name,
        "task": None,
        "task_due_on": None,
        "task_done_at": None,
        "author_id": author.user_id,
        "owner_id": owner.user_id,
        "org_unit_id": owner.unit_id,
        "changes": {},
    }
    return kind(**{**told, **facts})


def resulting(result: str | None, before: str | None = None) -> Any:
    """The changes of an event by which an activity came to have this result."""
    return {} if result == before else {"result": {"before": before, "after": result}}


def act(
    room: Newsroom, name: str, day: str, result: str | None = None, opportunity: str | None = None, **facts: Any
) -> None:
    """Have the newsroom hear of what was done, about the deal of this name or about no deal."""
    deal = None if opportunity is None else room.ids.setdefault(opportunity, new_id())
    told = {"opportunity_id": deal, "changes": resulting(result), **facts}
    event = activity_event(room, activities.ActivityRecorded, name, day, **told)
    room.take((event, event.record_version))
