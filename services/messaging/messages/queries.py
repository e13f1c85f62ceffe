"""Reading messages. A message is for its recipient alone, however far anybody's right may reach."""

from dataclasses import dataclass, replace

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from services.messaging.messages.model import Message
from shared.actor import Actor, Reach
from shared.contracts.gateway import contacts as timeline
from shared.contracts.messaging import messages as contract
from shared.contracts.payload import Payload
from shared.errors import Malformed
from shared.ids import is_id
from shared.listing import list_records
from shared.persistence.history import list_history
from shared.timeline import ContactStrand, Strand, told
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(Message, name) for name in contract.LISTING.fields}
MOST_AT_ONCE = 200
_OWN = frozenset({Reach.OWN})


@dataclass(frozen=True)
class MessagesAfter:
    data: list[Message]
    last: str


@dataclass(frozen=True)
class Unread:
    count: int


def as_recipient(actor: Actor) -> Actor:
    """The same caller, seeing nothing but what is addressed to them; an administrator too."""
    return replace(actor, reaches=_OWN, sight=_OWN)


def messages_in_sight(actor: Actor) -> Select[Message]:
    """Those addressed to the caller."""
    return visible(Message, as_recipient(actor))


def get_message(session: Session, actor: Actor, message_id: str) -> Message:
    return get_visible(session, Message, as_recipient(actor), message_id)


def list_messages(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, messages_in_sight(actor), Message, contract.LISTING, COLUMNS, query)


def list_message_history(session: Session, actor: Actor, message_id: str, after: int) -> Payload:
    return list_history(session, get_message(session, actor, message_id).id, after=after)


def count_unread(session: Session, actor: Actor) -> Unread:
    unread = messages_in_sight(actor).where(Message.read_at.is_(None))
    return Unread(session.scalars(unread.with_only_columns(func.count(), maintain_column_froms=True)).one())


def list_messages_after(session: Session, actor: Actor, after: str | None, limit: int) -> MessagesAfter:
    """The messages that follow this id, the oldest first; an empty id means from the first one on, none means that the
    caller only wants to know where to begin. `last` is looked up first, so that nothing comes between the two.
    """
    if after and not is_id(after):
        raise Malformed("A message is followed by its id.")
    mine = messages_in_sight(actor)
    newest = mine.order_by(Message.id.desc()).limit(1)
    last = session.scalar(newest.with_only_columns(Message.id, maintain_column_froms=True)) or ""
    if after is None:
        return MessagesAfter([], last)
    following = mine.where(Message.id > after) if after else mine
    found = session.scalars(following.order_by(Message.id).limit(max(1, min(limit, MOST_AT_ONCE))))
    return MessagesAfter(list(found), last)


CONTACT_STRAND = ContactStrand(
    Strand(timeline.MESSAGE, Message, messages_in_sight, told("title")),
    lambda related: Message.about_id.in_(related.ids),
)
"""What a contact's timeline shows of them: what is about the contact itself, its customer or its deals."""
