"""Reading files: only of a record in sight, and only as a colleague."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from services.sales.activities.commands import filing as activities
from services.sales.attachments import rules
from services.sales.attachments.model import Attachment as Attachment
from services.sales.contacts.commands import filing as contacts
from services.sales.customers.commands import filing as customers
from services.sales.expenses.commands import filing as expenses
from services.sales.opportunities.commands import filing as opportunities
from services.sales.orders.commands import filing as orders
from services.sales.orders.queries import Order, get_order
from shared.actor import Actor
from shared.contracts.sales import attachments as contract
from shared.errors import NotFound
from shared.newest import Newest, newest

SEES = {
    "activity": activities.see_activity,
    "contact": contacts.see_contact,
    "customer": customers.see_customer,
    "expense": expenses.see_expense,
    "opportunity": opportunities.see_opportunity,
    "order": orders.see_order,
}
"""How a caller gets a record whose files it may read, by noun."""


def list_files(
    session: Session, actor: Actor, noun: str, record_id: str, limit: int, before: str | None = None
) -> Newest[Attachment]:
    seen = _see(session, actor, noun, record_id)
    return newest(session, select(Attachment).where(Attachment.record_id == seen), Attachment.id, limit, before)


def list_files_for_partners(
    session: Session, actor: Actor, opportunity_id: str, limit: int, before: str | None = None
) -> Newest[Attachment]:
    """Of a deal in sight, those files that were opened to partners and whose content is there; whoever asks."""
    opened = _opened_of(_see(session, actor, "opportunity", opportunity_id))
    return newest(session, opened, Attachment.id, limit, before)


def get_file_for_partners(session: Session, actor: Actor, opportunity_id: str, file_id: str) -> Attachment:
    """Raises `NotFound` for a file that was not opened, as for one that there is not."""
    opened = _opened_of(_see(session, actor, "opportunity", opportunity_id))
    return _found(session.scalar(opened.where(Attachment.id == file_id)), file_id)


def _opened_of(opportunity_id: str) -> Select[Attachment]:
    """The files for partners of a deal that was got by its own noun."""
    there = Attachment.for_partners.is_(True), Attachment.size.is_not(None)
    return select(Attachment).where(Attachment.record_id == opportunity_id, *there)


def get_file(session: Session, actor: Actor, noun: str, record_id: str, file_id: str) -> Attachment:
    """A file whose content is there; whoever reads it makes nobody wait."""
    found = _found(session.scalar(_file_of(_see(session, actor, noun, record_id), file_id)), file_id)
    rules.ensure_there(found.size)
    return found


@dataclass(frozen=True)
class Bundle:
    """An order and the files on it whose content is there, the oldest first."""

    name: str
    order: Order
    files: Sequence[Attachment]


def bundle_order(session: Session, actor: Actor, order_id: str) -> Bundle:
    rules.ensure_colleague(actor.customer_id)
    order = get_order(session, actor, order_id)
    attached = select(Attachment).where(Attachment.record_id == order.id, Attachment.size.is_not(None))
    files = session.scalars(attached.order_by(Attachment.id).limit(contract.MOST_FILES)).all()
    return Bundle(f"{order.number}.zip", order, files)


def get_file_for_change(session: Session, record_id: str, file_id: str) -> Attachment:
    """A file of the record that the caller holds, locked until the transaction ends."""
    return _found(session.scalar(_file_of(record_id, file_id).with_for_update(of=Attachment)), file_id)


def _file_of(record_id: str, file_id: str) -> Select[Attachment]:
    """One of the files of a record that was got by its own noun."""
    return select(Attachment).where(Attachment.id == file_id, Attachment.record_id == record_id)


def _found(attachment: Attachment | None, file_id: str) -> Attachment:
    if attachment is None:
        raise NotFound(f"There is no file {file_id} on this record.")
    return attachment


def count_files(session: Session, record_id: str) -> int:
    """How many files the record that the caller has bears."""
    counted = select(func.count()).select_from(Attachment).where(Attachment.record_id == record_id)
    return session.scalar(counted) or 0


def newest_version(session: Session, record_id: str, name: str) -> int:
    """Of the files of this name on the record that the caller holds; 0 while there is none."""
    named = select(func.max(Attachment.version)).where(Attachment.record_id == record_id, Attachment.name == name)
    return session.scalar(named) or 0


def _see(session: Session, actor: Actor, noun: str, record_id: str) -> str:
    rules.ensure_colleague(actor.customer_id)
    return SEES[noun](session, actor, record_id)
