"""One service's database: transactions for writing and for reading, the same on every engine."""

import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg2.extensions
from sqlalchemy import Engine, Executable, Row, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from shared.errors import Unavailable
from shared.persistence import belonging  # noqa: F401 -- sessions hand events over with their record
from shared.persistence.kept_statements import ask_kept, is_kept, keep_statements

CONNECTIONS = 10
"""Opened by one process to one database at most, and then kept, unless TENON_DATABASE_CONNECTIONS says otherwise; a
house of eight processes stays below PostgreSQL's usual 100 with them. Whoever finds none free waits for one: to open
another for a moment takes the server longer than most questions do.
"""

UUID_OID = 2950
"""PostgreSQL's number of its type `uuid`."""

ENGINE = "engine"
"""Where a session's `info` says the engine of its database; one that reads may be bound to another."""

PLANNED_FOR = {"random_page_cost": "1.1", "parallel_setup_cost": "50000"}
"""What PostgreSQL takes for granted is a disk that turns, and that a helping process starts at once. So it walked along
200,000 customers rather than fetch a seller's thousand deals, and lists of 3 ms waited 15 for a helper. Whoever runs
the server and has set these there is followed.
"""

_LEFT_OPEN = "SELECT name FROM pg_settings WHERE name = ANY(%s) AND source = 'default'"
_RETRYABLE_SQLSTATES = frozenset({"40001", "40P01", "55P03"})
_DISK_FAULTS = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})


class OutcomeUnknown(Unavailable):
    """The connection was lost during commit: either all of it is saved or nothing. Ask again with the same key."""

    code = "outcome_unknown"


class Database:
    """Transactions on one database.

    SQLite has one writer at a time, and a writer that waits inside SQLite blocks the whole process. So writers here
    first take a lock of the process (green where threads are green) and then BEGIN IMMEDIATE; no transaction may stay
    open across a call over the bus.
    """

    def __init__(self, url: str, *, pool_size: int | None = None) -> None:
        pool_size = pool_size or int(os.environ.get("TENON_DATABASE_CONNECTIONS", CONNECTIONS))
        self.url = url
        self.dialect = make_url(url).get_backend_name()
        half = max(1, pool_size // 2)
        apart = self.dialect != "sqlite"  # whoever writes may read beside it, and must not wait for itself
        self.engine = _engine(url, pool_size - pool_size // 2 if apart else pool_size)
        self._reading = _engine(url, half, reading=True) if apart else self.engine
        for engine in {self.engine, self._reading}:
            weakref.finalize(self, engine.dispose).atexit = False  # connections end with whom they were kept for
        info = {ENGINE: self.engine}
        self._sessions = sessionmaker(self.engine, expire_on_commit=False, info=info)
        self._readers = sessionmaker(self._reading, expire_on_commit=False, info=info)
        self._one_writer = threading.Lock()
        self._after_commit: list[Callable[[], None]] = []

    def on_events_committed(self, callback: Callable[[], None]) -> None:
        """Call back after each committed transaction that announced events (the relay's alarm clock)."""
        self._after_commit.append(callback)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that commits when the block ends and rolls back when it raises.

        Raises `OutcomeUnknown` when the connection was lost while committing.
        """
        with self._one_writer if self.dialect == "sqlite" else nullcontext(), self._sessions() as session:
            if self.dialect == "sqlite":
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            yield session
            self._commit(session)
        if session.info.pop("announced", False):
            for callback in self._after_commit:
                callback()

    @staticmethod
    def _commit(session: Session) -> None:
        session.flush()
        try:
            session.commit()
        except DBAPIError as fault:
            if fault.connection_invalidated or _is_of_the_disk(fault):
                raise OutcomeUnknown(
                    "The database went away while the change was being saved.", retry_after=2
                ) from fault
            raise

    @contextmanager
    def read(self) -> Iterator[Session]:
        """For reading: nothing is ever saved.

        On SQLite and MariaDB it is one transaction and one picture of the database. On PostgreSQL each statement has a
        picture of its own, as it has in a transaction there (READ COMMITTED); so there is none, which saves each read
        two of its three ways to the server, and the connection itself refuses to write.
        """
        with self._readers() as session:
            if self.dialect == "sqlite":
                session.connection().exec_driver_sql("BEGIN")
            try:
                yield session
            finally:
                session.rollback()

    def ask(self, statement: Executable, parameters: Mapping[str, Any]) -> Sequence[Row[Any]]:
        """The rows of one statement that only reads, for what is asked with every request: it needs no session, whose
        upkeep costs more than the question. A `select` that is made once is cheapest; of one that is `kept`, PostgreSQL
        keeps the plan.
        """
        with self._reading.connect() as connection:
            if self.dialect == "postgresql" and is_kept(statement):
                return ask_kept(connection, statement, parameters)
            return connection.execute(statement, parameters).all()

    def close(self) -> None:
        self.engine.dispose()
        self._reading.dispose()


def is_passing(fault: DBAPIError) -> bool:
    """Whether the same transaction may succeed when tried again: a deadlock, a lost race, a lock, a lost connection, a
    disk that is full.
    """
    if getattr(fault.orig, "pgcode", None) in _RETRYABLE_SQLSTATES or fault.connection_invalidated:
        return True
    if not isinstance(fault, OperationalError):
        return False
    # SQLite says "no such table" by the same class as "database is locked"; only the latter passes by itself.
    is_of_sqlite = isinstance(fault.orig, sqlite3.OperationalError)
    return not is_of_sqlite or "locked" in str(fault.orig) or _is_of_the_disk(fault)


def _is_of_the_disk(fault: DBAPIError) -> bool:
    """SQLite could not write: no room, or a broken disk. Other servers end the connection or say that it passes."""
    code: int = getattr(fault.orig, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & 0xFF in _DISK_FAULTS  # the rest says at which step


@lru_cache(maxsize=64)
def database_at(url: str) -> Database:
    """The one `Database` of this process for this address."""
    return Database(url)


def _engine(url: str, pool_size: int, *, reading: bool = False) -> Engine:
    if url.startswith("sqlite"):
        path = make_url(url).database
        if path and path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            url, connect_args={"check_same_thread": False, "timeout": 15}, pool_size=pool_size, max_overflow=40
        )
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    apart = reading and make_url(url).get_backend_name() == "postgresql"
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=False,
        pool_recycle=1800,
        pool_timeout=5,
        **({"isolation_level": "AUTOCOMMIT"} if apart else {}),
    )
    if engine.dialect.driver == "psycopg2":
        event.listen(engine, "connect", _leave_ids_as_text)
        event.listen(engine, "connect", planning_at(url))
    if apart:
        event.listen(engine, "connect", _refuse_to_write)
        keep_statements(engine)
    return engine


def _refuse_to_write(connection: Any, _record: Any) -> None:
    """PostgreSQL without transactions, where the server itself refuses to write."""
    connection.set_session(readonly=True, autocommit=True)


def _leave_ids_as_text(connection: Any, _record: Any) -> None:
    """The server sends an id as the text that we want; to make an object of each costs ten times as much."""
    as_sent = psycopg2.extensions.new_type((UUID_OID,), "UUID", lambda text, _cursor: text)
    psycopg2.extensions.register_type(as_sent, connection)


class _Planning:
    """Says to each new connection what to plan for. What the server leaves open is asked by the first alone: it takes
    as long as connecting does.
    """

    def __init__(self) -> None:
        self._said: str | None = None

    def __call__(self, connection: Any, _record: Any) -> None:
        connection.autocommit = True  # a setting made in a transaction would need two ways more
        with connection.cursor() as cursor:
            if self._said is None:
                cursor.execute(_LEFT_OPEN, (list(PLANNED_FOR),))
                self._said = "; ".join(f"SET {name} = {PLANNED_FOR[name]}" for (name,) in cursor.fetchall())
            if self._said:
                cursor.execute(self._said)
        connection.autocommit = False


@lru_cache(maxsize=64)
def planning_at(url: str) -> _Planning:
    """The one of this process for this address: what its keeper sets later is followed from the next start on."""
    return _Planning()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy and we send BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")
