"""Reading activities. Every query starts from what the actor may see."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, union_all
from sqlalchemy.orm import Session

from services.sales.activities import rules
from services.sales.activities.model import Activity
from services.sales.contacts.queries import contact_ids_of, get_contact
from services.sales.customers.queries import get_customer
from services.sales.leads.queries import get_lead, lead_ids_of
from services.sales.opportunities.queries import get_opportunity, opportunity_ids_of
from shared.actor import Actor
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.contracts.sales import activities as contract
from shared.errors import NotFound
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.database import Database
from shared.persistence.history import list_history
from shared.showing import show_visible
from shared.timeline import ContactStrand, Related, Strand, told
from shared.visible import get_visible, visible

COLUMNS: dict[str, Any] = {
    name: Activity.created_by if name == "author_id" else getattr(Activity, name) for name in contract.LISTING.fields
}


def show_activity(database: Database, actor: Actor, activity_id: str) -> Payload:
    return show_visible(database, Activity, contract.ActivityView, actor, activity_id)


def get_activity(session: Session, actor: Actor, activity_id: str) -> Activity:
    return get_visible(session, Activity, actor, activity_id)


@dataclass(frozen=True)
class Call:
    """A call, over or going on: with which customer, and about which deal, as far as the caller sees that."""

    id: str
    customer_id: str | None
    opportunity_id: str | None


def get_call(session: Session, actor: Actor, call_id: str) -> Call:
    """Raises `CallIsUnknown` for what is out of sight, and `ActivityIsNoCall`."""
    try:
        activity = get_activity(session, actor, call_id)
    except NotFound:
        raise rules.CallIsUnknown(f"There is no call {call_id}.") from None
    rules.ensure_is_call(activity.type)
    return Call(activity.id, *_customer_and_deal(session, actor, activity))


def _customer_and_deal(session: Session, actor: Actor, activity: Activity) -> tuple[str | None, str | None]:
    """A contact has the customer it works for, a lead what it was converted into."""
    try:
        if activity.contact_id:
            return get_contact(session, actor, activity.contact_id).customer_id, None
        if activity.lead_id:
            lead = get_lead(session, actor, activity.lead_id)
            return lead.customer_id, lead.opportunity_id
        if activity.opportunity_id:
            return get_opportunity(session, actor, activity.opportunity_id).customer_id, activity.opportunity_id
    except NotFound:  # the call was shared, what it is about was not
        return None, None
    return activity.customer_id, None


def list_activities(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Activity, actor), Activity, contract.LISTING, COLUMNS, query)


def list_customer_activities(session: Session, actor: Actor, customer_id: str, query: Payload) -> Payload:
    """Those in sight about a customer in sight, and about the contacts, leads and deals of it that are in sight too.

    Each part is looked up along its own index, so the cost is that of one customer's past, not of the company's.
    """
    customer = get_customer(session, actor, customer_id)
    theirs = (
        Activity.customer_id == customer.id,
        Activity.contact_id.in_(contact_ids_of(actor, customer.id)),
        Activity.lead_id.in_(lead_ids_of(actor, customer.id)),
        Activity.opportunity_id.in_(opportunity_ids_of(actor, customer.id)),
    )
    rows = visible(Activity, actor).where(
        Activity.id.in_(union_all(*(select(Activity.id).where(one) for one in theirs)))
    )
    return list_records(session, rows, Activity, contract.LISTING, COLUMNS, query)


def list_activity_history(session: Session, actor: Actor, activity_id: str, after: int) -> Payload:
    return list_history(session, get_visible(session, Activity, actor, activity_id).id, after=after)


def activities_to_hand_over(
    session: Session, actor: Actor, about: str, record_id: str, owner_id: str
) -> list[Activity]:
    """Those about this record that are not yet its new owner's, locked in one order. `about` is the column's name."""
    rows = visible(Activity, actor).where(getattr(Activity, about) == record_id, Activity.owner_id != owner_id)
    return list(session.scalars(rows.order_by(Activity.id).with_for_update(of=Activity)))


def has_activities(session: Session, record_id: str, *, about: str) -> bool:
    """Whether any about this record exist, drafts included, in sight or not; which ones is not told. `about` is the
    column's name.
    """
    return bool(session.scalar(select(exists().where(getattr(Activity, about) == record_id))))


POINTER = Pointer(Activity)
"""Those about a customer name it."""

STRAND = Strand(
    timeline.ACTIVITY, Activity, partial(visible, Activity), told("status", title="title"), at="happened_at"
)
"""What a customer's timeline shows of them."""


def _with(related: Related) -> ColumnElement[bool]:
    return or_(Activity.contact_id == related.contact_id, Activity.opportunity_id.in_(related.opportunity_ids))


CONTACT_STRAND = ContactStrand(STRAND, _with)
"""What a contact's timeline shows of them."""
