"""Judging contacts and writing about them. What was said stays said; the newest judgement stands on the contact."""

from datetime import date

from sqlalchemy.orm import Session

from services.sales.contacts import rules
from services.sales.contacts.commands import index_contact, telling
from services.sales.contacts.model import Contact, ContactNote, ContactRating
from shared.actor import Actor
from shared.announce import announce
from shared.clock import today
from shared.contracts.events import changes
from shared.contracts.sales import contacts as contract
from shared.ids import new_id
from shared.visible import get_for_change


def rate_contact(
    session: Session,
    actor: Actor,
    contact_id: str,
    *,
    influence: int,
    attitude: int,
    rated_on: date | None = None,
    comment: str | None = None,
) -> ContactRating:
    contact = get_for_change(session, Contact, actor, contact_id)
    day = rated_on or today()
    rules.ensure_past(day, today())
    rating = ContactRating(
        id=new_id(),
        contact_id=contact.id,
        influence=influence,
        attitude=attitude,
        rated_on=day,
        comment=comment,
        author_id=actor.user_id,
    )
    session.add(rating)
    before = telling.facts(contact)
    contact.rate(rating)
    told = telling.told(contact, changes(before, telling.facts(contact)))
    rated = contract.ContactRated(
        **told, rating_id=rating.id, influence=influence, attitude=attitude, rated_on=day.isoformat()
    )
    announce(session, actor, contact, rated)
    return rating


def note_contact(session: Session, actor: Actor, contact_id: str, *, text: str) -> ContactNote:
    contact = get_for_change(session, Contact, actor, contact_id)
    note = ContactNote(id=new_id(), contact_id=contact.id, text=text, author_id=actor.user_id)
    session.add(note)
    told = telling.told(contact, changes({}, {"advice": text}))
    announce(session, actor, contact, contract.ContactNoted(**told, note_id=note.id))
    index_contact(session, contact)
    return note
