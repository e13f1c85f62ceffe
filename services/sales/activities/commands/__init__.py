"""Recording activities and changing them. One function, one business decision, one event."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from services.sales.activities import rules
from services.sales.activities.commands import telling
from services.sales.activities.commands.sharing import let_author_in
from services.sales.activities.model import Activity
from services.sales.activities.rules import ActivityStatus
from services.sales.contacts.commands.touching import touch_contact
from services.sales.contacts.queries import get_contact_for_change
from services.sales.customers.commands.following_up import touch_customer
from services.sales.customers.queries import get_customer_for_change
from services.sales.leads.commands import touch_lead
from services.sales.leads.queries import get_lead_for_change
from services.sales.opportunities.commands.touching import touch_opportunity
from services.sales.opportunities.queries import get_opportunity_for_change
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.sales import activities as contract
from shared.errors import NotFound
from shared.ids import new_id
from shared.persistence.records import OwnedRecord
from shared.picklists import ensure_listed
from shared.search import index_words
from shared.visible import get_for_change

NOUN = contract.LISTING.noun


def record_activity(session: Session, actor: Actor, *, draft: bool = False, **fields: Any) -> Activity:
    """Record what was done about something that the caller may edit; it belongs to whom that belongs to. `fields` are
    the others of `RecordActivity`.

    Unless it is a draft, what it is about is touched. Raises `ActivityAboutIsUnknown` for what is out of sight.
    """
    about = _hold_what_it_is_about(session, actor, fields)
    ensure_listed(session, contract.PICKLISTS, fields)
    activity = Activity(
        id=fields.pop("id", None) or new_id(),
        status=ActivityStatus.DRAFT if draft else ActivityStatus.DONE,
        owner_id=about.owner_id,
        org_unit_id=about.org_unit_id,
        created_by=actor.user_id,
        type=fields.pop("type"),
        happened_at=fields.pop("happened_at"),
    )
    activity.edit(fields, now())
    session.add(activity)
    session.flush()
    _announce(session, actor, activity, {}, contract.ActivityBegun if draft else contract.ActivityRecorded)
    let_author_in(session, actor, activity)
    _index(session, activity)
    if not draft:
        _touch(session, actor, activity)
    return activity


def change_activity(session: Session, actor: Actor, activity_id: str, **fields: Any) -> Activity:
    """Edit plain fields. What it is about has been told of it once, and is not told again."""
    activity = get_for_change(session, Activity, actor, activity_id)
    before = telling.facts(activity)
    activity.edit(fields, now())
    _announce(session, actor, activity, before, contract.ActivityChanged)
    _index(session, activity)
    return activity


def finish_activity(session: Session, actor: Actor, activity_id: str, **fields: Any) -> Activity:
    """Let a draft count: what it is about is touched now. Raises `ActivityIsFinished` the second time."""
    activity = get_for_change(session, Activity, actor, activity_id)
    before = telling.facts(activity)
    activity.finish(fields, now())
    _announce(session, actor, activity, before, contract.ActivityFinished)
    _index(session, activity)
    _touch(session, actor, activity)
    return activity


def complete_task(session: Session, actor: Actor, activity_id: str) -> Activity:
    """Raises `ActivityHasNoTask`, or `TaskIsDone` the second time."""
    activity = get_for_change(session, Activity, actor, activity_id)
    before = telling.facts(activity)
    activity.complete_task(now())
    _announce(session, actor, activity, before, contract.ActivityTaskCompleted)
    return activity


def hand_over(session: Session, actor: Actor, activity: Activity, owner_id: str, org_unit_id: str) -> None:
    """Let the activity belong to whom what it is about belongs to now."""
    before = telling.facts(activity)
    activity.hand_over(owner_id, org_unit_id)
    handed = {"from_owner_id": before["owner_id"], "to_owner_id": owner_id}
    _announce(session, actor, activity, before, contract.ActivityTransferred, **handed)


_HOLDS: Mapping[str, Callable[[Session, Actor, str], OwnedRecord]] = {
    "customer_id": get_customer_for_change,
    "contact_id": get_contact_for_change,
    "lead_id": get_lead_for_change,
    "opportunity_id": get_opportunity_for_change,
}


def _hold_what_it_is_about(session: Session, actor: Actor, fields: dict[str, Any]) -> OwnedRecord:
    """The record, locked until the transaction ends; a version that the caller expects is that of the activity."""
    [column] = fields.keys() & _HOLDS.keys()
    try:
        return _HOLDS[column](session, replace(actor, expects_version=None), fields[column])
    except NotFound as refusal:
        raise rules.ActivityAboutIsUnknown(refusal.detail) from None


def _touch(session: Session, actor: Actor, activity: Activity) -> None:
    toucher, at = replace(actor, expects_version=None), activity.happened_at
    if activity.customer_id:
        touch_customer(session, toucher, activity.customer_id, activity.type, activity.subject, at)
    if activity.contact_id:
        touch_contact(session, toucher, activity.contact_id, activity_id=activity.id, at=at)
    if activity.lead_id:
        touch_lead(session, toucher, activity.lead_id, activity.type, activity.subject, at)
    if activity.opportunity_id:
        touch_opportunity(
            session,
            toucher,
            activity.opportunity_id,
            activity_id=activity.id,
            at=at,
            next_step=activity.task,
            next_step_on=activity.task_due_on,
        )


def _announce(
    session: Session,
    actor: Actor,
    activity: Activity,
    before: dict[str, Any],
    event: type[contract.ActivityEvent],
    **more: Any,
) -> None:
    announce(
        session, actor, activity, event(**telling.told(activity, changes(before, telling.facts(activity))), **more)
    )


def _index(session: Session, activity: Activity) -> None:
    index_words(session, NOUN, activity.id, *telling.found_by(activity))
