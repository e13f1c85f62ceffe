"""Files of activities: who may have them, and what is said of them in the history."""

from sqlalchemy.orm import Session

from services.sales.activities.commands import telling
from services.sales.activities.model import Activity
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.sales import activities as contract
from shared.visible import get_for_change, get_visible


def see_activity(session: Session, actor: Actor, activity_id: str) -> str:
    """The id, where the caller may see it."""
    return get_visible(session, Activity, actor, activity_id).id


def hold_activity(session: Session, actor: Actor, activity_id: str) -> str:
    """The id, where the caller may edit it, held until the transaction ends."""
    return get_for_change(session, Activity, actor, activity_id).id


def tell_of_file(session: Session, actor: Actor, activity_id: str, file_id: str, name: str, *, attached: bool) -> None:
    """The activity counts its files, so that it is found by having some."""
    activity = get_for_change(session, Activity, actor, activity_id)
    there, gone = {"file": name}, {"file": None}
    before = telling.facts(activity)
    activity.count_file(attached=attached)
    diff = changes(gone, there) if attached else changes(there, gone)
    diff |= changes(before, telling.facts(activity))
    event = contract.ActivityFileAttached if attached else contract.ActivityFileRemoved
    announce(session, actor, activity, event(**telling.told(activity, diff), file_id=file_id))
