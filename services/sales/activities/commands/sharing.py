"""Opening an activity to one person or one unit more, and closing it again."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.activities.commands import telling
from services.sales.activities.model import Activity
from shared import sharing
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.sales import activities as contract
from shared.contracts.sharing import FOR_WRITING
from shared.sharing import Opening
from shared.visible import get_visible, get_within_reach, ids_within_reach


def share_activity(session: Session, actor: Actor, activity_id: str, **opened: Any) -> Opening:
    """Let exactly this person, or this unit and those below it, in. Sharing again changes what the share allows."""
    return _open(session, actor, get_within_reach(session, Activity, actor, activity_id), **opened)


def let_author_in(session: Session, actor: Actor, activity: Activity) -> None:
    """Whoever was let in to a record by a share does not reach what belongs to its owner; what they wrote they keep."""
    if not ids_within_reach(session, Activity, actor, {activity.id}):
        _open(session, actor, activity, person_id=actor.user_id, access=FOR_WRITING)


def revoke_share(session: Session, actor: Actor, activity_id: str, share_id: str) -> None:
    activity = get_within_reach(session, Activity, actor, activity_id)
    share = sharing.close_record(session, activity, share_id)
    told = telling.told(activity, sharing.closed_to(share)) | sharing.told_of_closing(share)
    announce(session, actor, activity, contract.ActivityShareRevoked(**told))


def list_shares(session: Session, actor: Actor, activity_id: str) -> dict[str, list[Opening]]:
    return sharing.openings_of(session, get_visible(session, Activity, actor, activity_id))


def _open(session: Session, actor: Actor, activity: Activity, **opened: Any) -> Opening:
    share = sharing.open_record(session, actor, activity, **opened)
    told = telling.told(activity, sharing.opened_to(share)) | sharing.told_of_opening(share)
    announce(session, actor, activity, contract.ActivityShared(**told))
    return sharing.opening(share)
