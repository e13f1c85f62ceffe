"""Attaching files to records and removing them: by those who may edit the record."""

import hashlib
from typing import Any

from sqlalchemy.orm import Session

from services.sales.activities.commands import filing as activities
from services.sales.attachments import queries, rules
from services.sales.attachments.model import Attachment
from services.sales.contacts.commands import filing as contacts
from services.sales.customers.commands import filing as customers
from services.sales.expenses.commands import filing as expenses
from services.sales.opportunities.commands import filing as opportunities
from services.sales.orders.commands import filing as orders
from shared.actor import Actor
from shared.contracts.sales import attachments as contract
from shared.files import Files
from shared.ids import new_id

HOLDS = {
    "activity": activities.hold_activity,
    "contact": contacts.hold_contact,
    "customer": customers.hold_customer,
    "expense": expenses.hold_expense,
    "opportunity": opportunities.hold_opportunity,
    "order": orders.hold_order,
}
TELLS = {
    "activity": activities.tell_of_file,
    "contact": contacts.tell_of_file,
    "customer": customers.tell_of_file,
    "expense": expenses.tell_of_file,
    "opportunity": opportunities.tell_of_file,
    "order": orders.tell_of_file,
}


def attach_file(session: Session, actor: Actor, noun: str, record_id: str, **said: Any) -> Attachment:
    """Say which file is to come; the history tells of it once it is there."""
    held = _hold(session, actor, noun, record_id)
    rules.ensure_room(queries.count_files(session, held), contract.MOST_FILES)
    version = queries.newest_version(session, held, said["name"]) + 1
    attachment = Attachment(id=new_id(), noun=noun, record_id=held, author_id=actor.user_id, version=version, **said)
    session.add(attachment)
    session.flush()
    return attachment


def upload_file(
    session: Session, actor: Actor, noun: str, record_id: str, file_id: str, content: bytes, files: Files
) -> Attachment:
    """Keep the content. The file is written before the transaction ends: what is told to be there is there."""
    attachment = queries.get_file_for_change(session, _hold(session, actor, noun, record_id), file_id)
    attachment.fill(len(content), hashlib.sha256(content).hexdigest())
    with files.write(attachment.path) as file:
        file.write(content)
    TELLS[noun](session, actor, record_id, attachment.id, attachment.name, attached=True)
    return attachment


def remove_file(session: Session, actor: Actor, noun: str, record_id: str, file_id: str) -> str:
    """The folder of its content, which nothing names any more once the transaction has ended."""
    attachment = queries.get_file_for_change(session, _hold(session, actor, noun, record_id), file_id)
    if attachment.size is not None:
        TELLS[noun](session, actor, record_id, attachment.id, attachment.name, attached=False)
    session.delete(attachment)
    return attachment.folder


def open_file_to_partners(session: Session, actor: Actor, opportunity_id: str, file_id: str) -> Attachment:
    """Let the people of partners who see the deal have a file of it: by those to whom the deal belongs, as a link."""
    attachment = queries.get_file_for_change(session, _hold_to_give(session, actor, opportunity_id), file_id)
    attachment.open_to_partners()
    opportunities.tell_of_opening(session, actor, opportunity_id, attachment.id, attachment.name, opened=True)
    return attachment


def close_file_to_partners(session: Session, actor: Actor, opportunity_id: str, file_id: str) -> Attachment:
    """Who has fetched it by now keeps that copy."""
    attachment = queries.get_file_for_change(session, _hold_to_give(session, actor, opportunity_id), file_id)
    attachment.close_to_partners()
    opportunities.tell_of_opening(session, actor, opportunity_id, attachment.id, attachment.name, opened=False)
    return attachment


def _hold_to_give(session: Session, actor: Actor, opportunity_id: str) -> str:
    rules.ensure_colleague(actor.customer_id)
    return opportunities.hold_to_give(session, actor, opportunity_id)


def _hold(session: Session, actor: Actor, noun: str, record_id: str) -> str:
    rules.ensure_colleague(actor.customer_id)
    return HOLDS[noun](session, actor, record_id)
