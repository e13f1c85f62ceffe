"""Writing many rows in one statement. PostgreSQL takes them as one JSON text, which costs a fraction of binding each
value; other engines take them as SQLAlchemy sends them.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import JSON, Boolean, Column, Dialect, Integer, String, Table, bindparam, insert, text, update
from sqlalchemy.orm import DeclarativeBase, Session

from shared.persistence.types import Id

Row = Mapping[str, Any]
Writer = Callable[[Any], Any]
_AS_THEY_ARE = (Boolean, Id, Integer, JSON, String)
_KEY = "key_of_the_row"


def table_of(model: type[DeclarativeBase]) -> Table:
    return cast(Table, model.__table__)


def insert_rows(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all name the same columns, those with a default of ours among them; no row is no statement."""
    if not rows:
        return
    if not _takes_json(session):
        session.execute(insert(table), list(rows))
        return
    missing = [one.name for one in table.columns if one.default is not None and one.name not in rows[0]]
    if missing:
        raise KeyError(f"rows of {table.name} say nothing of {', '.join(missing)}")
    named, given = _as_recordset(session, table, rows)
    columns = ", ".join(f'"{name}"' for name in named)
    statement = f'INSERT INTO "{table.name}" ({columns}) SELECT {columns} FROM {given}'  # nosec B608 -- our own names
    _send(session, statement, table, rows)


def update_rows(session: Session, table: Table, key: str, rows: Sequence[Row]) -> None:
    """Give the row that each `key` names the values of the other columns; all rows name the same ones."""
    if not rows:
        return
    named = [name for name in rows[0] if name != key]
    if not _takes_json(session):
        one_row = update(table).where(table.c[key] == bindparam(_KEY)).values({one: bindparam(one) for one in named})
        bound = [{_KEY if name == key else name: value for name, value in row.items()} for row in rows]
        session.connection().execute(one_row, bound)
        return
    _, given = _as_recordset(session, table, rows)
    values = ", ".join(f'"{name}" = given."{name}"' for name in named)
    found = f'"{table.name}"."{key}" = given."{key}"'
    statement = f'UPDATE "{table.name}" SET {values} FROM {given} WHERE {found}'  # nosec B608 -- our own names
    _send(session, statement, table, rows)


def _takes_json(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _as_recordset(session: Session, table: Table, rows: Sequence[Row]) -> tuple[list[str], str]:
    """The columns that the rows name, and the rows as a table of a statement with the parameter `rows`."""
    dialect = session.get_bind().dialect
    named = list(rows[0])
    kinds = ", ".join(f'"{name}" {table.c[name].type.compile(dialect)}' for name in named)
    return named, f"json_to_recordset(CAST(:rows AS json)) AS given({kinds})"


def _send(session: Session, statement: str, table: Table, rows: Sequence[Row]) -> None:
    dialect = session.get_bind().dialect
    writers = {name: writer for name in rows[0] if (writer := _writer(table.c[name], dialect)) is not None}
    if writers:
        rows = [{**row, **{name: writer(row[name]) for name, writer in writers.items()}} for row in rows]
    told = json.dumps(list(rows), ensure_ascii=False, separators=(",", ":"))
    session.execute(text(statement), {"rows": told})


def _writer(column: Column[Any], dialect: Dialect) -> Writer | None:
    """How a value of the column is said in JSON; None where it says itself."""
    kind = column.type
    if isinstance(kind, JSON) and not kind.none_as_null:
        return _said
    if isinstance(kind, _AS_THEY_ARE):
        return None
    bind: Writer = kind.dialect_impl(dialect).bind_processor(dialect) or (lambda value: value)
    return lambda value: _plain(bind(value))


def _said(value: Any) -> Any:
    if value is None:
        raise ValueError("this column keeps a JSON null, which a set of rows cannot tell from none at all")
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
