"""Sums that the database keeps are saved as other rows are: while rows are loaded, nothing may add to them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection


@contextmanager
def without_triggers(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    """Load rows in the block without any trigger seeing them; afterwards all are there as before."""
    quote = connection.dialect.identifier_preparer.quote
    if connection.dialect.name == "postgresql":
        _on_each(connection, [f"ALTER TABLE {quote(table)} DISABLE TRIGGER USER" for table in tables])
        yield
        _on_each(connection, [f"ALTER TABLE {quote(table)} ENABLE TRIGGER USER" for table in tables])
        return
    made = _of_sqlite(connection) if connection.dialect.name == "sqlite" else _of_mysql(connection)
    _on_each(connection, [f"DROP TRIGGER {quote(name)}" for name, _ in made])
    yield
    _on_each(connection, [statement for _, statement in made])


def _on_each(connection: Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)


def _of_sqlite(connection: Connection) -> list[tuple[str, str]]:
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return [(str(name), str(statement)) for name, statement in found]


def _of_mysql(connection: Connection) -> list[tuple[str, str]]:
    """In the order in which they fire, as the driver takes them: a single % is the beginning of a parameter to it."""
    asked = (
        "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY action_order"
    )
    quote = connection.dialect.identifier_preparer.quote
    names = [str(name) for name in connection.exec_driver_sql(asked).scalars()]
    made = [str(connection.exec_driver_sql(f"SHOW CREATE TRIGGER {quote(name)}").one()[2]) for name in names]
    return [(name, statement.replace("%", "%%")) for name, statement in zip(names, made, strict=True)]
