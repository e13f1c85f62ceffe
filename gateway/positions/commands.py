"""Changing positions, and noting who holds them; that somebody is to hold one is decided in `gateway.people`."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from gateway.positions import queries, rules
from gateway.positions.model import Holding, Position
from shared.actor import Actor
from shared.announce import announce
from shared.company_wide import ensure_for_company
from shared.contracts.events import changes
from shared.contracts.gateway.positions import PositionChanged, PositionCreated, PositionRemoved
from shared.ids import new_id
from shared.importing import CREATED, UNCHANGED, UPDATED, Form, ReadRow, RowResult, ensure_mode, take_rows


def create_position(session: Session, actor: Actor, *, code: str, name: str) -> Position:
    ensure_for_company(actor)
    if queries.find_positions(session, [code]):
        raise rules.PositionCodeIsTaken(f"There is a position {code} already.")
    position = Position(id=new_id(), code=code, name=name, created_by=actor.user_id)
    facts = _snapshot(position)
    announce(session, actor, position, PositionCreated(**facts, changes=changes({}, facts)))
    return position


def change_position(session: Session, actor: Actor, position_id: str, *, name: str | None = None) -> Position:
    ensure_for_company(actor)
    position = queries.get_position_for_change(session, actor, position_id)
    if name is None or name == position.name:
        return position
    before = _snapshot(position)
    position.name = name
    after = _snapshot(position)
    announce(session, actor, position, PositionChanged(**after, changes=changes(before, after)))
    return position


def remove_position(session: Session, actor: Actor, position_id: str) -> None:
    """Take back that it was set up; the caller has seen that nobody needs it. Raises `PositionIsHeld`."""
    ensure_for_company(actor)
    position = queries.get_position_for_change(session, actor, position_id)
    rules.ensure_never_held(position.code, queries.was_ever_held(session, position.id))
    told = _snapshot(position)
    announce(session, actor, position, PositionRemoved(**told, changes=changes(told, {})))
    session.delete(position)
    session.flush()


def import_positions(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the positions in step with these rows, by code; who holds them stays."""
    return take_rows(session, rows, lambda form: _import_position(session, actor, mode, form))


def _import_position(session: Session, actor: Actor, mode: str, form: Form) -> RowResult:
    ensure_for_company(actor)
    position = queries.find_positions(session, [form["code"]]).get(form["code"])
    ensure_mode(mode, form["code"], position is not None)
    if position is None:
        return RowResult(CREATED, create_position(session, actor, **form).id)
    before = position.version
    change_position(session, actor, position.id, name=form["name"])
    return RowResult(UNCHANGED if position.version == before else UPDATED, position.id)


def begin_term(session: Session, position: Position, person_id: str, since: date, until: date | None) -> None:
    """The caller holds the lock of the organisation."""
    rules.ensure_term(since, until)
    terms = [(term.since, term.until) for term in queries.terms_of(session, position.id, person_id)]
    rules.ensure_free(position.code, terms, since, until)
    session.add(Holding(position_id=position.id, person_id=person_id, since=since, until=until))
    session.flush()


def end_terms(session: Session, position: Position, person_id: str, until: date | None, today: date) -> None:
    """Let the term of today, and those to come, end on that day; without one the position is held no more from now on.

    Raises `PositionIsNotHeld`.
    """
    terms = [term for term in queries.terms_of(session, position.id, person_id) if not _is_over(term, today)]
    if not terms:
        raise rules.PositionIsNotHeld(f"The person does not hold {position.code}.")
    last = until if until is not None else today - timedelta(days=1)
    for term in terms:
        if term.since > last:
            session.delete(term)
        elif term.until is None or term.until > last:
            term.until = last
    session.flush()


def _is_over(term: Holding, today: date) -> bool:
    return term.until is not None and term.until < today


def _snapshot(position: Position) -> dict[str, str]:
    return {"id": position.id, "code": position.code, "name": position.name}
