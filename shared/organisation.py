"""Keeping a service's copy of the organisation exact: a call decided on a newer version first fetches what changed."""

from collections.abc import Iterable
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.definitions import keep_up
from shared.errors import Unavailable
from shared.persistence.database import Database
from shared.persistence.platform import DefinedChoice, DefinedField, OrgPersonReplica, OrgState, OrgUnitReplica

THE_ONE = 1
CHANGES_A_CALL = 1000
ROWS_A_LOOK = 500

_seen: WeakKeyDictionary[Engine, int] = WeakKeyDictionary()
"""The newest version that this process has found in each database."""


Replica = type[OrgUnitReplica] | type[OrgPersonReplica] | type[DefinedField] | type[DefinedChoice]


class Answer(Protocol):
    @property
    def result(self) -> Any: ...


class Bus(Protocol):
    """The part of the bus that this needs."""

    def call(self, service: str, method: str, /, **kwargs: Any) -> Answer: ...


def catch_up(database: Database, bus: Bus, version: int) -> None:
    """Bring the replica to at least this version of the organisation. It never goes back, so this costs nothing once
    the process has seen it there.

    Safe to run many times at once: a page is taken in under the lock of the state's row, and never over a newer one.
    """
    if version <= _seen.get(database.engine, -1):
        return
    at, defined_in = _versions(database)
    while at < version:
        page = bus.call("gateway", "list_organisation_changes", after=at, limit=CHANGES_A_CALL).result
        with database.write() as session:
            state = take_in(session, page)
            reached, defined_in = state.version, state.definitions_version
        if reached <= at:
            raise Unavailable(f"The organisation is at version {reached}, {version} is needed.", retry_after=1)
        at = reached
    keep_up(database, defined_in)
    _seen[database.engine] = at


def replica_version(database: Database) -> int:
    return _versions(database)[0]


def _versions(database: Database) -> tuple[int, int]:
    """That of the organisation, and that in which definitions of fields and choices last changed."""
    with database.read() as session:
        state = select(OrgState.version, OrgState.definitions_version).where(OrgState.id == THE_ONE)
        found = session.execute(state).one_or_none()
        return (found.version, found.definitions_version) if found else (0, 0)


def take_in(session: Session, page: dict[str, Any]) -> OrgState:
    """Save one page of changes unless the replica is at its version or beyond; the state it is in now."""
    state = _locked_state(session)
    if state.version < page["version"]:
        _save(session, OrgUnitReplica, page["units"])
        _save(session, OrgPersonReplica, page["people"])
        _save(session, DefinedField, page["custom_fields"])
        _save(session, DefinedChoice, page["choices"])
        state.version = page["version"]
        if page["custom_fields"] or page["choices"]:
            state.definitions_version = state.version
    return state


def _locked_state(session: Session) -> OrgState:
    locked = select(OrgState).where(OrgState.id == THE_ONE).with_for_update().execution_options(populate_existing=True)
    found = session.scalar(locked)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            session.execute(insert(OrgState).values(id=THE_ONE, version=0, definitions_version=0))
    except IntegrityError:
        session.expire_all()  # another transaction made the row first
    return session.scalars(locked).one()


def _save(session: Session, replica: Replica, told: Iterable[dict[str, Any]]) -> None:
    rows = list(told)
    for start in range(0, len(rows), ROWS_A_LOOK):
        part = rows[start : start + ROWS_A_LOOK]
        ids = [row["id"] for row in part]
        there: Iterable[Any] = session.scalars(select(replica).where(replica.id.in_(ids)))
        known = {kept.id: kept for kept in there}
        for row in part:
            if row["id"] in known:
                for name, value in row.items():
                    setattr(known[row["id"]], name, value)
            else:
                session.add(replica(**row))
    session.flush()
