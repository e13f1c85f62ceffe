"""One moment of all databases, as docs/adr/0036 decides: nothing is announced while their pictures are taken."""

import random
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from shared.persistence.database import Database, is_passing

PATIENCE_SECONDS = 2
"""How long one database is waited for: for so long writers elsewhere may wait for us, well within their deadline."""

TRIES = 30
PAUSE_SECONDS = 1.0
CONNECTIONS = 3
_HALT = {
    "sqlite": (f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}", "BEGIN IMMEDIATE"),
    "postgresql": (f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'", "LOCK TABLE events IN SHARE MODE"),
    "mysql": (f"SET SESSION lock_wait_timeout = {PATIENCE_SECONDS}", "LOCK TABLES events READ"),
}
_PICTURE = {
    "sqlite": ("BEGIN", "SELECT last_position FROM event_log"),
    "postgresql": ("SELECT last_position FROM event_log",),
    "mysql": ("START TRANSACTION WITH CONSISTENT SNAPSHOT",),
}


class NeverQuiet(Exception):
    """Some transaction stayed open so long, time after time, that no common moment was found."""


@contextmanager
def one_moment(addresses: Mapping[str, str]) -> Iterator[dict[str, Connection]]:
    """By service a connection that reads its database as it was at one moment, the same for all, until the block ends.

    Writers wait while the pictures are taken, some milliseconds, and go on while they are read. Raises `NeverQuiet`.
    """
    with ExitStack() as open_:
        databases = {service: Database(url, pool_size=CONNECTIONS) for service, url in addresses.items()}
        for database in databases.values():
            open_.callback(database.close)
        for _ in range(TRIES):
            with ExitStack() as halted:
                if _halt_all(halted, databases):
                    pictures = {service: _picture(open_, database) for service, database in databases.items()}
                    break
            time.sleep(random.uniform(0.1, PAUSE_SECONDS))  # nosec B311 -- so that two do not meet again and again
        else:
            raise NeverQuiet(f"no moment without an open transaction was found in {TRIES} tries")
        yield pictures


def _halt_all(halted: ExitStack, databases: Mapping[str, Database]) -> bool:
    """Whether every database announces nothing until `halted` ends; which is at once when one of them is too busy."""
    try:
        for database in databases.values():
            _halt(halted, database)
    except DBAPIError as fault:
        if not is_passing(fault):
            raise
        return False
    return True


def _halt(halted: ExitStack, database: Database) -> None:
    connection = halted.enter_context(database.engine.connect())
    halted.callback(_let_go, connection, database.dialect)
    for statement in _HALT[database.dialect]:
        connection.exec_driver_sql(statement)


def _let_go(connection: Connection, dialect: str) -> None:
    with suppress(DBAPIError):  # a lost connection has let go already
        if dialect == "mysql":
            connection.exec_driver_sql("UNLOCK TABLES")
        connection.rollback()


def _picture(open_: ExitStack, database: Database) -> Connection:
    connection = open_.enter_context(database.engine.connect())
    if database.dialect != "sqlite":
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    open_.callback(connection.rollback)
    for statement in _PICTURE[database.dialect]:
        connection.exec_driver_sql(statement)
    return connection
