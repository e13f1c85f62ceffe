"""Taking back what a job did to contacts."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from services.sales.contacts import commands
from services.sales.contacts.commands import telling
from services.sales.contacts.model import Contact
from shared.actor import Actor
from shared.contracts.sales import contacts as contract
from shared.importing import RowResult
from shared.undoing import Undoing, undo_records

_CONTACTS = Undoing(
    noun=commands.NOUN,
    model=Contact,
    put_back=lambda session, contact, fields: contact.edit(fields),
    facts=telling.facts,
    changed=lambda contact, diff: contract.ContactChanged(**telling.told(contact, diff)),
    removed=lambda contact, diff: contract.ContactRemoved(**telling.told(contact, diff)),
    words=telling.found_by,
)


def undo_contacts(
    session: Session,
    actor: Actor,
    job_id: str,
    contact_ids: Sequence[str],
    ensure_unused: Callable[[Session, str], None],
) -> list[RowResult]:
    """One result a contact; one that was changed since, or is in use, stays as it is."""
    undoing = replace(_CONTACTS, ensure_removable=lambda session, record: ensure_unused(session, record.id))
    return undo_records(session, actor, job_id, contact_ids, undoing)
