"""Reading contacts. Every query starts from what the actor may see."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from services.sales.contacts.model import Contact as Contact
from services.sales.contacts.model import ContactNote, ContactRating
from services.sales.contacts.model import KeyedContact as KeyedContact
from services.sales.contacts.model import NamedContact as NamedContact
from services.sales.customers.queries import get_customer
from shared.actor import Actor
from shared.contracts.gateway import customers as timeline
from shared.contracts.payload import Payload
from shared.contracts.sales import contacts as contract
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.newest import Newest, newest
from shared.persistence.database import Database
from shared.persistence.history import list_history
from shared.showing import show_visible
from shared.timeline import Strand, told
from shared.visible import changeable, get_for_change, get_visible, visible

MOST_IN_CHART = 500

COLUMNS = {name: getattr(Contact, name) for name in contract.LISTING.fields}


def show_contact(database: Database, actor: Actor, contact_id: str) -> Payload:
    return show_visible(database, Contact, contract.ContactView, actor, contact_id)


def get_contact(session: Session, actor: Actor, contact_id: str) -> Contact:
    return get_visible(session, Contact, actor, contact_id)


def get_contact_for_change(session: Session, actor: Actor, contact_id: str) -> Contact:
    """For an aggregate that acts on a contact: it stays locked until the transaction ends."""
    return get_for_change(session, Contact, actor, contact_id)


def contact_ids_of(actor: Actor, customer_id: str) -> Select[Any]:
    """The ids of those in sight of one customer, for a statement that looks at them."""
    rows = visible(Contact, actor).where(Contact.customer_id == customer_id)
    return rows.with_only_columns(Contact.id, maintain_column_froms=True)


def list_contacts(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(Contact, actor), Contact, contract.LISTING, COLUMNS, query)


def list_customer_contacts(session: Session, actor: Actor, customer_id: str, query: Payload) -> Payload:
    """Those in sight of a customer in sight."""
    customer = get_customer(session, actor, customer_id)
    rows = visible(Contact, actor).where(Contact.customer_id == customer.id)
    return list_records(session, rows, Contact, contract.LISTING, COLUMNS, query)


def list_contact_history(session: Session, actor: Actor, contact_id: str, after: int) -> Payload:
    return list_history(session, get_contact(session, actor, contact_id).id, after=after)


def contacts_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, Contact]:
    """Those that the caller may change, locked in one order so that two loads never wait for one another."""
    rows = changeable(Contact, actor).where(Contact.external_id.in_(external_ids)).order_by(Contact.id)
    locked = rows.with_for_update(of=Contact).execution_options(populate_existing=True)
    return {str(contact.external_id): contact for contact in session.scalars(locked)}


def contact_ids_by_external_id(session: Session, actor: Actor, external_ids: set[str]) -> dict[str, str]:
    """Those of them that name a contact in the caller's sight."""
    rows = visible(Contact, actor).where(Contact.external_id.in_(external_ids))
    named = rows.with_only_columns(Contact.external_id, Contact.id, maintain_column_froms=True)
    return {row.external_id: row.id for row in session.execute(named)}


def contacts_in_sight(session: Session, actor: Actor, contact_ids: set[str]) -> set[str]:
    """Those of them that the caller may see."""
    rows = visible(Contact, actor).where(Contact.id.in_(contact_ids))
    return set(session.scalars(rows.with_only_columns(Contact.id, maintain_column_froms=True)))


def external_ids_taken(session: Session, external_ids: set[str]) -> set[str]:
    """Those that any contact bears, in sight or not: each names one record of the whole installation."""
    return set(session.scalars(select(Contact.external_id).where(Contact.external_id.in_(external_ids))))


def has_contacts(session: Session, customer_id: str) -> bool:
    """Whether any of this customer exist, in sight or not; which ones is not told."""
    return bool(session.scalar(select(exists().where(Contact.customer_id == customer_id))))


def list_contact_ratings(
    session: Session, actor: Actor, contact_id: str, limit: int, before: str | None = None
) -> Newest[ContactRating]:
    rated = get_contact(session, actor, contact_id).id
    return newest(
        session, select(ContactRating).where(ContactRating.contact_id == rated), ContactRating.id, limit, before
    )


def list_contact_notes(
    session: Session, actor: Actor, contact_id: str, limit: int, before: str | None = None
) -> Newest[ContactNote]:
    noted = get_contact(session, actor, contact_id).id
    return newest(session, select(ContactNote).where(ContactNote.contact_id == noted), ContactNote.id, limit, before)


def texts_of_notes(session: Session, contact: Contact) -> list[str]:
    """All that was noted about a contact, for its words to be found."""
    return list(session.scalars(select(ContactNote.text).where(ContactNote.contact_id == contact.id)))


def reporting_lines(session: Session, customer_id: str) -> dict[str, str | None]:
    """Who reports to whom at a customer, locked so that two changes cannot close a circle together."""
    rows = select(Contact.id, Contact.reports_to_id).where(Contact.customer_id == customer_id).order_by(Contact.id)
    return {row.id: row.reports_to_id for row in session.execute(rows.with_for_update())}


@dataclass
class OrgChartEntry:
    """One contact in the chart of its customer."""

    id: str
    name: str
    title: str | None
    role: str | None
    reports_to_id: str | None
    influence: int | None
    attitude: int | None
    reports: list["OrgChartEntry"] = field(default_factory=list)


@dataclass(frozen=True)
class OrgChart:
    """From the top down; `more` says that there are contacts beyond."""

    data: list[OrgChartEntry]
    more: bool


def draw_org_chart(session: Session, actor: Actor, customer_id: str) -> OrgChart:
    """The contacts in sight of a customer in sight; one whose superior is out of sight stands at the top."""
    customer = get_customer(session, actor, customer_id)
    rows = visible(Contact, actor).where(Contact.customer_id == customer.id)
    found = list(session.scalars(rows.order_by(Contact.name, Contact.id).limit(MOST_IN_CHART + 1)))
    shown = found[:MOST_IN_CHART]
    ids = {contact.id for contact in shown}
    below: dict[str | None, list[OrgChartEntry]] = defaultdict(list)
    for contact in shown:
        entry = _charted(contact, contact.reports_to_id if contact.reports_to_id in ids else None)
        below[entry.reports_to_id].append(entry)
    for entries in list(below.values()):
        for entry in entries:
            entry.reports = below.get(entry.id, [])
    return OrgChart(below[None], len(found) > MOST_IN_CHART)


@dataclass(frozen=True)
class Picked:
    """The contacts to choose from; `more` says that there are others beyond."""

    data: list[Contact]
    more: bool


_UNWANTED = {"email": Contact.do_not_email, "phone": Contact.do_not_call}


def pick_contacts(session: Session, actor: Actor, customer_id: str, limit: int, channel: str | None = None) -> Picked:
    """Those in sight of a customer in sight who may be turned to on this channel; who was touched last comes first."""
    customer = get_customer(session, actor, customer_id)
    rows = visible(Contact, actor).where(Contact.customer_id == customer.id)
    if channel is not None:
        rows = rows.where(_UNWANTED[channel].is_(False))
    touched = (Contact.last_touch_at.is_(None), Contact.last_touch_at.desc())  # MariaDB knows no NULLS LAST
    found = list(session.scalars(rows.order_by(*touched, Contact.name, Contact.id).limit(limit + 1)))
    return Picked(found[:limit], len(found) > limit)


def _charted(contact: Contact, superior_id: str | None) -> OrgChartEntry:
    told = (contact.id, contact.name, contact.title, contact.role, superior_id, contact.influence, contact.attitude)
    return OrgChartEntry(*told)


POINTER = Pointer(Contact)
"""Each names its customer."""

STRAND = Strand(timeline.CONTACT, Contact, partial(visible, Contact), told(title="name"))
"""What a customer's timeline shows of them."""
