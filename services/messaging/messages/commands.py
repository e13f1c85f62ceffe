"""Changing messages: they are sent, and read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from services.messaging.messages.model import Message
from services.messaging.messages.queries import as_recipient
from shared.actor import Actor
from shared.announce import Recorded, announce, announce_in_bulk
from shared.clock import now
from shared.contracts.messaging import messages as contract
from shared.ids import new_id
from shared.persistence.records import Belonging
from shared.visible import get_for_change

ROWS_A_STATEMENT = 500


@dataclass(frozen=True)
class Letter:
    """What each recipient is told, of which event and about which record."""

    event_id: str
    kind: str
    title: str
    body: str
    about_type: str
    about_id: str


def send_messages(session: Session, actor: Actor, letter: Letter, recipients: Mapping[str, str]) -> int:
    """Give each recipient (person to unit) this message, unless the same event gave them one before; how many it gave.

    Hold the turn of delivery (`notices`), so that what is committed later also has the later ids.
    """
    told = _told_before(session, letter.event_id)
    rows = [
        _row(actor, letter, person_id, unit_id)
        for person_id, unit_id in sorted(recipients.items())
        if person_id not in told
    ]
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        part = rows[start : start + ROWS_A_STATEMENT]
        session.execute(insert(Message.__table__), part)  # type: ignore[arg-type]
        announce_in_bulk(session, actor, [_sent(row) for row in part])
    return len(rows)


def mark_message_read(session: Session, actor: Actor, message_id: str) -> Message:
    """Marking it again changes nothing."""
    message = get_for_change(session, Message, as_recipient(actor), message_id)
    if message.mark_read(now()):
        at = "" if message.read_at is None else message.read_at.isoformat()
        changed = {"read_at": {"before": None, "after": at}}
        read = contract.MessageRead(message_id=message.id, recipient_id=message.owner_id, read_at=at, changes=changed)
        announce(session, actor, message, read)
    return message


def _told_before(session: Session, event_id: str) -> set[str]:
    return set(session.scalars(select(Message.owner_id).where(Message.event_id == event_id)))


def _row(actor: Actor, letter: Letter, person_id: str, unit_id: str) -> dict[str, Any]:
    moment = now()
    return {
        "id": new_id(),
        "version": 1,
        "created_at": moment,
        "updated_at": moment,
        "created_by": actor.user_id,
        "owner_id": person_id,
        "org_unit_id": unit_id,
        "kind": letter.kind,
        "title": letter.title,
        "body": letter.body,
        "about_type": letter.about_type,
        "about_id": letter.about_id,
        "event_id": letter.event_id,
        "read_at": None,
    }


def _sent(row: dict[str, Any]) -> Recorded:
    sent = contract.MessageSent(
        message_id=row["id"],
        recipient_id=row["owner_id"],
        kind=row["kind"],
        title=row["title"],
        about_type=row["about_type"],
        about_id=row["about_id"],
        created_at=row["created_at"].isoformat(),
    )
    return Recorded(row["id"], 1, Belonging(row["owner_id"], row["org_unit_id"]), sent)
