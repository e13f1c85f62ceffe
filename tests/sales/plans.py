"""How PostgreSQL finds what is asked for: the plans of the statements that a question ran."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from shared.persistence.database import Database

Heard = list[tuple[str, Any]]


@contextmanager
def heard() -> Iterator[Heard]:
    """The statements that are run meanwhile, with their parameters."""
    statements: Heard = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        statements.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def ways_to(table: str, database: Database, statements: Heard) -> list[str]:
    """The lines of the plans in which this table is read, or one of its indexes."""
    found: list[str] = []
    with database.engine.connect() as connection:
        for statement, parameters in statements:
            if statement.lstrip().startswith("SELECT") and f" {table}" in statement:
                plan = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
                found += [row[0] for row in plan if f" on {table}" in row[0] or f"ix_{table}" in row[0]]
    return found


def analyze(database: Database) -> None:
    """Have the server count what it has, on which its plans rest."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
