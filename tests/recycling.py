"""Tables made once and used by many tests: making them anew cost more than most tests did.

On SQLite a test gets a copy of a file that has the tables; on PostgreSQL the tests of a file use one database in turn.
What every test of a folder begins with is made once as well, and its rows are put back for the others.
"""

from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import psycopg2
from sqlalchemy import MetaData, create_engine
from sqlalchemy.engine import make_url

from shared.persistence.database import Database, database_at
from tests.servers import fresh_postgres_database, libpq

_laid: set[tuple[str, MetaData]] = set()

PATIENCE = "SET lock_timeout = '5s'"
EMPTY = """
DO $$
DECLARE
    one record;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT format('%I', tablename) AS name FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE 'DELETE FROM ' || one.name;
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
"""Deleting a few rows is ten times as fast as TRUNCATE, which makes each table and index a new file; without foreign
keys and triggers the order does not matter."""

TABLES = "SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = 'public'"
SEQUENCES = """
SELECT format('%I', sequencename), last_value
FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
"""

END_SESSIONS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class RecycledPostgres:
    """Its `url` stays the same from test to test, unless one left the database locked."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._places = ExitStack()
        self._sweeper: psycopg2.extensions.connection | None = None
        self.url = self._make()

    def empty(self) -> None:
        """Remove every row; the tables stay. What this process remembers of them goes with its `Database`."""
        database_at.cache_clear()
        try:
            self._empty()
        except psycopg2.errors.LockNotAvailable:  # somebody of the last test still holds it: leave it to them
            self._sweeper, self.url = None, self._make()

    def end_sessions(self) -> None:
        """Whatever connection a test left open is ended: the server has only so many."""
        with self._sweeping() as cursor:
            cursor.execute(END_SESSIONS)

    def close(self) -> None:
        self._places.close()

    def _make(self) -> str:
        return self._places.enter_context(fresh_postgres_database(self._server, lasting=False))

    def _empty(self) -> None:
        with self._sweeping() as cursor:
            cursor.execute(PATIENCE)
            cursor.execute(EMPTY)

    def _sweeping(self) -> psycopg2.extensions.cursor:
        """By a connection that stays: a new one would have to read anew what each table is."""
        if self._sweeper is None:
            self._sweeper = self._places.enter_context(closing(psycopg2.connect(libpq(self.url))))
            self._sweeper.autocommit = True
        return self._sweeper.cursor()


def lay_tables(database: Database, *metadatas: MetaData) -> None:
    """As `create_all` does; on SQLite the database must not be in use yet."""
    if database.dialect == "sqlite":
        file = Path(str(make_url(database.url).database))
        assert not file.exists(), f"{file} is in use; its tables would be lost"
        file.write_bytes(_sqlite_with(metadatas))
        return
    for metadata in metadatas:
        if (database.url, metadata) not in _laid:
            metadata.create_all(database.engine)
            _laid.add((database.url, metadata))


@dataclass(frozen=True)
class KeptRows:
    """All that a database held: on SQLite the file, on PostgreSQL the rows by table and where its sequences stood."""

    file: bytes = b""
    rows: tuple[tuple[str, bytes], ...] = ()
    sequences: tuple[tuple[str, int], ...] = ()


def keep_rows(database: Database) -> KeptRows:
    """For `put_back`, while nobody else writes to this database."""
    if database.dialect == "sqlite":
        with database.engine.connect() as connection:
            return KeptRows(file=bytes(connection.connection.driver_connection.serialize()))  # type: ignore[union-attr]
    with closing(psycopg2.connect(libpq(database.url))) as connection, connection.cursor() as cursor:
        cursor.execute(TABLES)
        rows = tuple((name, _copied_out(cursor, name)) for (name,) in cursor.fetchall())
        cursor.execute(SEQUENCES)
        return KeptRows(rows=tuple(one for one in rows if one[1]), sequences=tuple(cursor.fetchall()))


def put_back(database: Database, kept: KeptRows, *metadatas: MetaData) -> None:
    """Make a database without rows hold what another one held. On SQLite it must not be in use yet."""
    if database.dialect == "sqlite":
        file = Path(str(make_url(database.url).database))
        assert not file.exists(), f"{file} is in use; its rows would be lost"
        file.write_bytes(kept.file)
        return
    lay_tables(database, *metadatas)
    with closing(psycopg2.connect(libpq(database.url))) as connection, connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # rows come table by table, not in their order
        for name, content in kept.rows:
            cursor.copy_expert(f"COPY {name} FROM STDIN", BytesIO(content))
        for name, position in kept.sequences:
            cursor.execute("SELECT setval(%s::regclass, %s)", (name, position))


def _copied_out(cursor: psycopg2.extensions.cursor, table: str) -> bytes:
    content = BytesIO()
    cursor.copy_expert(f"COPY {table} TO STDOUT", content)
    return content.getvalue()


@lru_cache
def _sqlite_with(metadatas: tuple[MetaData, ...]) -> bytes:
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            for metadata in metadatas:
                metadata.create_all(connection)
        with engine.connect() as connection:
            return bytes(connection.connection.driver_connection.serialize())  # type: ignore[union-attr]
    finally:
        engine.dispose()
