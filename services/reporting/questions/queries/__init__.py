"""Answering questions: read by the parser, put together anew over what is in sight, and stopped when they take long."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session
from sqlglot import exp

from services.reporting.parts.queries import as_of
from services.reporting.questions.queries.parsing import read
from services.reporting.questions.queries.patience import rows_within
from services.reporting.questions.queries.selecting import Question
from services.reporting.questions.queries.tables import Start
from services.reporting.questions.queries.written import shown
from services.reporting.questions.rules import QuestionIsRefused as QuestionIsRefused
from services.reporting.questions.rules import refused
from services.reporting.statements.queries import told
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.reporting.questions import SECONDS
from shared.visible import visible

ROWS = "rows"


@dataclass(frozen=True)
class Rows:
    """What a question is answered; `complete` unless there were more rows, and `statement` is what ran."""

    columns: list[Payload]
    rows: list[Payload]
    complete: bool
    statement: Select[Any]


def ask_question(session: Session, actor: Actor, sql: str, limit: int) -> Payload:
    """The rows that the SELECT comes to over what the caller sees. Raises `QuestionIsRefused`,
    `QuestionTakesTooLong` or `NumberIsTooLarge`.
    """
    fresh = as_of(session)
    found = rows_of(session, partial(visible, actor=actor), read(sql), limit)
    ran = {**told(session, ROWS, found.statement), "dialect": session.get_bind().dialect.name}
    answer = {"columns": found.columns, "rows": found.rows, "complete": found.complete}
    return {**answer, "as_of": fresh, "ran": ran}


def rows_of(session: Session, start: Start, select: exp.Select, limit: int, offset: int = 0) -> Rows:
    """Over the facts that `start` gives of each kind. Raises as `ask_question` does."""
    try:
        question = Question(start, select)
        statement = question.statement(limit, offset)
    except RecursionError as fault:
        raise refused("This is too deeply nested; ask less at once.") from fault
    found = rows_within(session, statement, SECONDS)
    kinds = [(one.name, one.value.kind) for one in question.shown]
    rows = [{name: shown(kind, value) for (name, kind), value in zip(kinds, row, strict=True)} for row in found[:limit]]
    columns = [{"name": name, "kind": str(kind)} for name, kind in kinds]
    return Rows(columns, rows, len(found) <= limit, statement)
