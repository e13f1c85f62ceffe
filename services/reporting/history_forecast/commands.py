"""Learning what forecasts are made of, for a part that the caller may ask about."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.reporting.chances import queries as chances
from services.reporting.history_forecast import queries, rules
from services.reporting.learnt_models.commands import learnt_for
from services.reporting.learnt_models.queries import Learnt
from services.reporting.parts.queries import Part, part_of
from shared.actor import Actor
from shared.clock import today
from shared.persistence.database import Database


def learn_for_forecast(database: Database, actor: Actor, on: date | None = None, **part: Any) -> tuple[Learnt, Learnt]:
    """Chances, and what deals to come bring. Raises `NotFound` for a part out of the caller's sight."""
    asked = _in_sight(database, actor, part_of(**part))
    learnt = learnt_for(database, actor, chances.LESSON, chances.question_of(on, asked.currency))
    return learnt, learnt_for(database, actor, queries.COMING, queries.question_of(on, asked))


def learn_errors(
    database: Database, actor: Actor, quarters: int, on: date | None = None, **part: Any
) -> Mapping[str, Learnt]:
    """By period, the last quarters before the day. Raises `NotFound` for a part out of the caller's sight."""
    asked, learnt = _in_sight(database, actor, part_of(**part)), {}
    for period in rules.quarters_before(on or today(), quarters):
        question = queries.question_of_quarter(period, asked)
        learnt[period] = learnt_for(database, actor, queries.QUARTER, question)
    return learnt


def _in_sight(database: Database, actor: Actor, part: Part) -> Part:
    if part.org_unit is not None or part.owner is not None:
        with database.read() as session:
            queries.ensure_in_sight(session, actor, part)
    return part
