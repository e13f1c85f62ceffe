"""Reading positions. They are the same in the whole organisation: whoever may read them sees all of them."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Select, Subquery, select
from sqlalchemy.orm import Session

from gateway.positions.model import Holding
from gateway.positions.model import Position as Position
from shared.actor import Actor
from shared.contracts.gateway.positions import LISTING
from shared.contracts.payload import Payload
from shared.errors import NotFound
from shared.listing import list_records
from shared.listing.filters import Columns
from shared.persistence.history import list_history
from shared.visible import ensure_expected_version


def visible_positions(actor: Actor) -> Select[Position]:
    rows = select(Position)
    return rows if actor.reaches or actor.sight else rows.where(Position.id.in_([]))


def get_position(session: Session, actor: Actor, position_id: str) -> Position:
    position = session.scalar(visible_positions(actor).where(Position.id == position_id))
    if position is None:
        raise NotFound(f"There is no position {position_id}.")
    return position


def get_position_for_change(session: Session, actor: Actor, position_id: str) -> Position:
    wanted = visible_positions(actor).where(Position.id == position_id).with_for_update()
    position = session.scalar(wanted.execution_options(populate_existing=True))
    if position is None:
        raise NotFound(f"There is no position {position_id}.")
    ensure_expected_version(actor, position)
    return position


def find_positions(session: Session, codes: Iterable[str]) -> dict[str, Position]:
    """The positions with these codes, by code; missing ones are left out."""
    found = session.scalars(select(Position).where(Position.code.in_(set(codes))))
    return {position.code: position for position in found}


def terms_of(session: Session, position_id: str, person_id: str) -> Sequence[Holding]:
    theirs = select(Holding).where(Holding.position_id == position_id, Holding.person_id == person_id)
    return session.scalars(theirs.order_by(Holding.since)).all()


def was_ever_held(session: Session, position_id: str) -> bool:
    """Whether anybody holds the position, has held it or is to."""
    return session.scalar(select(Holding.id).where(Holding.position_id == position_id).limit(1)) is not None


def codes_held(session: Session, person_id: str, day: date) -> Sequence[str]:
    """The positions that a person holds on a day."""
    return session.scalars(positions_held(person_id, day).order_by(Position.code)).all()


def holdings_from(position_id: str, day: date) -> Subquery:
    """person_id, since and until of those who hold the position on that day or later."""
    rows = select(Holding.person_id, Holding.since, Holding.until).where(Holding.position_id == position_id)
    return rows.where(Holding.ends_not_before(day)).subquery("holdings_from")


def holders_on(code: str, day: date) -> Select[str]:
    """The ids of the people who hold the position with this code on that day."""
    rows = select(Holding.person_id).join(Position, Position.id == Holding.position_id)
    return rows.where(Position.code == code, Holding.lasts_on(day))


def positions_held(person_id: str, day: date) -> Select[str]:
    """The codes of the positions that the person holds on that day, as a part of other statements."""
    rows = select(Position.code).join(Holding, Holding.position_id == Position.id)
    return rows.where(Holding.person_id == person_id, Holding.lasts_on(day))


def list_positions(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible_positions(actor), Position, LISTING, _COLUMNS, query)


def list_position_history(session: Session, actor: Actor, position_id: str, after: int) -> Payload:
    return list_history(session, get_position(session, actor, position_id).id, after=after)


_COLUMNS: Columns = {name: getattr(Position, name) for name in LISTING.fields}
