"""Keeping a service's copy of the organisation exact: a call decided on a newer version first fetches what changed."""

from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.errors import Unavailable
from shared.persistence.database import Database
from shared.persistence.platform import OrgPersonReplica, OrgState, OrgUnitReplica

THE_ONE = 1
CHANGES_A_CALL = 1000
ROWS_A_LOOK = 500


Replica = type[OrgUnitReplica] | type[OrgPersonReplica]


class Answer(Protocol):
    @property
    def result(self) -> Any: ...


class Bus(Protocol):
    """The part of the bus that this needs."""

    def call(self, service: str, method: str, /, **kwargs: Any) -> Answer: ...


def catch_up(database: Database, bus: Bus, version: int) -> None:
    """Bring the replica to at least this version of the organisation; costs one indexed read when it is there already.

    Safe to run many times at once: a page is taken in under the lock of the state's row, and never over a newer one.
    """
    at = replica_version(database)
    while at < version:
        page = bus.call("gateway", "list_organisation_changes", after=at, limit=CHANGES_A_CALL).result
        with database.write() as session:
            reached = take_in(session, page["version"], page["units"], page["people"])
        if reached <= at:
            raise Unavailable(f"The organisation is at version {reached}, {version} is needed.", retry_after=1)
        at = reached


def replica_version(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(OrgState.version).where(OrgState.id == THE_ONE)) or 0


def take_in(session: Session, version: int, units: Iterable[dict[str, Any]], people: Iterable[dict[str, Any]]) -> int:
    """Save one page of changes unless the replica is at its version or beyond; the version it stands at now."""
    state = _locked_state(session)
    if state.version < version:
        _save(session, OrgUnitReplica, units)
        _save(session, OrgPersonReplica, people)
        state.version = version
    return state.version


def _locked_state(session: Session) -> OrgState:
    locked = select(OrgState).where(OrgState.id == THE_ONE).with_for_update().execution_options(populate_existing=True)
    found = session.scalar(locked)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            session.execute(insert(OrgState).values(id=THE_ONE, version=0))
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
