"""Stopping a statement that takes too long, on each engine in its own way."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from services.reporting.questions.rules import QuestionTakesTooLong, refused, too_large

STEPS_BETWEEN_LOOKS = 20_000
"""Of SQLite's machine, about a millisecond."""
_LIMITED = {
    "postgresql": ("SET statement_timeout = {milliseconds}", "RESET statement_timeout"),
    "mysql": ("SET max_statement_time = {seconds}", "SET max_statement_time = DEFAULT"),
    "mariadb": ("SET max_statement_time = {seconds}", "SET max_statement_time = DEFAULT"),
}
_TOO_SLOW = frozenset({"57014", 1969})
_TOO_LARGE = frozenset({"22003", 1690})


def rows_within(session: Session, statement: Select[Any], seconds: float) -> Sequence[Row[Any]]:
    """The rows, if they come in time. Raises `QuestionTakesTooLong`, `NumberIsTooLarge` or `QuestionIsRefused`."""
    try:
        with _limited(session, seconds):
            return session.execute(statement).all()
    except OverflowError as fault:
        raise too_large() from fault
    except DBAPIError as fault:
        code = getattr(fault.orig, "pgcode", None) or next(iter(getattr(fault.orig, "args", ())), None)
        if code in _TOO_SLOW or code == "interrupted":
            raise QuestionTakesTooLong(f"This took longer than {seconds:g} seconds; narrow it.") from fault
        if code in _TOO_LARGE or code == "integer overflow":
            raise too_large() from fault
        if code == "parser stack overflow":
            raise refused("This is too deeply nested; ask less at once.") from fault
        raise


@contextmanager
def _limited(session: Session, seconds: float) -> Iterator[None]:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        end = time.monotonic() + seconds
        driver.set_progress_handler(lambda: _look_up(end), STEPS_BETWEEN_LOOKS)
        try:
            yield
        finally:
            driver.set_progress_handler(None, 0)
        return
    begin, over = _LIMITED[connection.dialect.name]
    connection.exec_driver_sql(begin.format(milliseconds=int(seconds * 1000), seconds=seconds))
    try:
        yield
    finally:
        if not connection.invalidated:
            connection.exec_driver_sql(over)


def _look_up(end: float) -> bool:
    """Let others of this process do something, and tell whether the time is over."""
    time.sleep(0)
    return time.monotonic() > end
