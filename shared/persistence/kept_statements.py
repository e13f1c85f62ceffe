"""Statements that PostgreSQL plans once a connection instead of each time they are asked.

psycopg2 sends every statement as text, which the server parses and plans anew: for a question with joins that takes
several times as long as its answer. Some are asked with every request and are always the same but for the key that
they ask for. These are prepared on the connection that first asks them (`PREPARE`, `EXECUTE`), and kept there.
"""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Executable, Row, Select, event
from sqlalchemy.exc import DBAPIError

KEPT = "kept"
"""The execution option that says of a statement that it is worth keeping, and where a connection has what it keeps."""

MOST_A_CONNECTION = 200
"""What is kept takes memory of the server; after so many, others are asked as they come."""

_NOT_KEPT = frozenset({"26000", "42P05", "0A000"})
"""The server does not know what we kept there, knows another by that name, or its tables have changed since: somebody
stands between us and hands connections round, or a migration ran. All of them pass when the statement is sent whole.
"""

_Kept = TypeVar("_Kept", bound=Select[Any])
_MARK = re.compile(r"%\((\w+)\)s|%%")


def kept(statement: _Kept) -> _Kept:
    """The same, to be kept by the server. For questions by a key, which one plan serves whatever is asked; where it
    depends on a value whether an index serves, the server must see it.
    """
    return statement.execution_options(**{KEPT: True})


def is_kept(statement: Executable) -> bool:
    return bool(statement.get_execution_options().get(KEPT))


def keep_statements(engine: Engine) -> None:
    """For an engine of PostgreSQL whose connections commit each statement by itself, so that `ask_kept` works there."""
    event.listen(engine, "connect", _plan_once)
    event.listen(engine, "before_cursor_execute", _as_kept, retval=True)


def ask_kept(connection: Connection, statement: Executable, parameters: Mapping[str, Any]) -> Sequence[Row[Any]]:
    """The rows of a statement that is `kept`."""
    try:
        return connection.execute(statement, parameters).all()
    except DBAPIError as fault:
        if getattr(fault.orig, "pgcode", None) not in _NOT_KEPT:
            raise
    connection.exec_driver_sql("DEALLOCATE ALL")
    connection.info[KEPT].clear()
    return connection.execute(statement, parameters, execution_options={KEPT: False}).all()


def _plan_once(connection: Any, record: Any) -> None:
    """One plan for all parameters, from the first time on."""
    record.info[KEPT] = {}
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_generic_plan")


def _as_kept(
    connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, _executemany: bool
) -> tuple[str, Any]:
    if context is None or not context.execution_options.get(KEPT):
        return statement, parameters
    prepared: dict[str, tuple[str, tuple[str, ...]]] = connection.info[KEPT]
    known = prepared.get(statement)
    if known is None:
        if len(prepared) >= MOST_A_CONNECTION:
            return statement, parameters
        known = prepared[statement] = _prepare(cursor, statement)
    asked, names = known
    return asked, _in_turn(parameters, names)


def _prepare(cursor: Any, statement: str) -> tuple[str, tuple[str, ...]]:
    """How it is asked from now on, and which parameter stands at which place."""
    names: list[str] = []

    def place(mark: re.Match[str]) -> str:
        name = mark.group(1)
        if name is None:
            return "%"
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    text = _MARK.sub(place, statement)
    called = f"kept_{sha256(statement.encode()).hexdigest()[:16]}"
    cursor.execute(f"PREPARE {called} AS {text}")
    given = ", ".join(["%s"] * len(names))
    return f"EXECUTE {called}({given})" if names else f"EXECUTE {called}", tuple(names)


def _in_turn(parameters: Mapping[str, Any], names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(parameters[name] for name in names)
