"""Rows as every engine can give and take them: numbers, texts and nulls, a JSON array a line.

Ids are 32 hex digits, moments are UTC with microseconds, and JSON is the text that stands in the database.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    String,
    Table,
    TypeDecorator,
    Uuid,
)

AT_ONCE = 2000
Row = Sequence[Any]

_KINDS = (
    (Boolean, "flag"),
    (Integer, "number"),
    (Float, "real"),
    (Uuid, "id"),
    (String, "text"),
    (JSON, "json"),
    (DateTime, "moment"),
    (Date, "day"),
)
_READ = {
    "sqlite": {},
    "postgresql": {
        "flag": "{}::int",
        "id": "replace({}::text, '-', '')",
        "json": "{}::text",
        "moment": "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
        "day": "{}::text",
    },
    "mysql": {"id": "REPLACE(CAST({} AS CHAR), '-', '')", "moment": "CAST({} AS CHAR)", "day": "CAST({} AS CHAR)"},
}
"""How a column of a kind is asked for where it is not kept as it travels."""

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class UnknownKind(TypeError):
    """A column of a type that backups do not carry; say here how every engine gives and takes it."""


def kind_of(column: Column[Any]) -> str:
    """What travels of this column: flag, number, real, id, text, json, moment or day. Raises `UnknownKind`."""
    held: Any = column.type
    while isinstance(held, TypeDecorator):
        held = held.impl
    for type_, kind in _KINDS:
        if isinstance(held, type_):
            return kind
    raise UnknownKind(f"{column.table.name}.{column.name} is a {held!r}")


def lines_of(connection: Connection, table: Table) -> Iterator[tuple[int, bytes]]:
    """The rows of a table in the order of its key: how many, and their lines; never many in memory at once."""
    dialect, quote = connection.dialect.name, connection.dialect.identifier_preparer.quote
    ways = _READ["mysql" if dialect == "mariadb" else dialect]
    asked = [ways.get(kind_of(column), "{}").format(quote(column.name)) for column in table.columns]
    key = ", ".join(quote(column.name) for column in table.primary_key)
    order = f" ORDER BY {key}" if key else ""
    statement = f"SELECT {', '.join(asked)} FROM {quote(table.name)}{order}"  # nosec B608 -- names of our own
    streamed = connection.execution_options(stream_results=True, max_row_buffer=AT_ONCE).exec_driver_sql(statement)
    for rows in streamed.partitions(AT_ONCE):
        yield len(rows), b"".join(orjson.dumps(tuple(row)) + b"\n" for row in rows)


def insert_lines(connection: Connection, table: str, columns: Sequence[str], lines: Sequence[bytes]) -> None:
    """Put rows into an empty table as they were read."""
    rows = [orjson.loads(line) for line in lines]
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {quote(table)} ({names}) FROM STDIN", rows)
        return
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    marks = ", ".join(mark for _ in columns)
    statement = f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})"  # nosec B608 -- names that were compared
    connection.exec_driver_sql(statement, [tuple(row) for row in rows])


def _copy(connection: Connection, statement: str, rows: Sequence[Row]) -> None:
    text = "".join("\t".join(map(_copied, row)) + "\n" for row in rows)
    cursor: Any = connection.connection.cursor()
    cursor.copy_expert(statement, io.StringIO(text))
    cursor.close()


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)
