"""Learning once for all who see the same, keeping it, and letting it go."""

import json
import time
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, false, or_, select, true, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from services.reporting.learnt_models import queries, rules
from services.reporting.learnt_models.model import LearntModel
from services.reporting.learnt_models.queries import Asked, Kept, Learnt, Lesson
from services.reporting.learnt_models.rules import Age, Sight, Verdict
from services.reporting.parts.queries import as_of
from shared.actor import Actor
from shared.bus.inbox import take_turn
from shared.bus.offload import run_in_thread
from shared.clock import now
from shared.errors import Unavailable
from shared.ids import new_id
from shared.persistence.database import Database, is_passing
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica

PATIENCE_SECONDS, PAUSE_SECONDS = 10.0, 0.05
"""So long, and so often, it is waited for another process that learns the same."""
NOTED_AFTER = timedelta(hours=1)
"""That a model was asked for is noted no more often."""
MOST_AT_A_TIME = 20


class ModelIsBeingLearnt(Unavailable):
    """Another call learns what this report needs; ask again in a moment."""

    code = "model_being_learnt"


def learnt_for(database: Database, actor: Actor, lesson: Lesson, asked: Asked) -> Learnt:
    """What is known of this in the caller's sight: kept, or learnt now by whoever comes first. It holds no connection
    while it waits, so ask for it before the session of the answer is begun. Raises `ModelIsBeingLearnt`.
    """
    sight, until = rules.sight_of(actor), time.monotonic() + PATIENCE_SECONDS
    while True:
        with database.read() as session:
            kept = queries.find_kept(session, sight, lesson, asked)
        if kept is not None and kept.learnt is not None:
            _note_use(database, kept)
            return kept.learnt
        learnt = _learn(database, sight, lesson, asked, None if kept is None else kept.age, Verdict.USELESS)
        if learnt is not None:
            return learnt
        if time.monotonic() > until:
            raise ModelIsBeingLearnt("What this report needs is being learnt; ask again.", retry_after=2)
        time.sleep(PAUSE_SECONDS)


def renew_due(database: Database, lessons: Mapping[str, Lesson]) -> int:
    """Learn anew what has drifted or grown old, unless another process is at it; how many were."""
    with database.read() as session:
        due = queries.find_due(session, lessons, MOST_AT_A_TIME)
    found = [_learn(database, one.sight, lessons[one.kind], one.asked, one.age, Verdict.DUE) for one in due]
    return sum(one is not None for one in found)


def outdate_where_it_was(session: Session, left: tuple[str, str], now_at: tuple[str, str] | None) -> None:
    """A record that may have been learnt from has left an owner and a unit, for others or for good. Who saw it there
    and does not see it now is to be told nothing of it any more.
    """
    (owner_id, unit_id), (new_owner, new_unit) = left, now_at or (None, None)
    units = rules.left(_paths(session, OrgUnitReplica, unit_id), _paths(session, OrgUnitReplica, new_unit))
    people = rules.left(_paths(session, OrgPersonReplica, owner_id), _paths(session, OrgPersonReplica, new_owner))
    saw = or_(
        LearntModel.everything == true() if now_at is None else false(),
        LearntModel.user_id == owner_id if owner_id != new_owner else false(),
        LearntModel.unit_id == unit_id if unit_id != new_unit else false(),
        LearntModel.unit_path.in_(units),
        LearntModel.person_path.in_(people),
    )
    outdated = update(LearntModel).where(LearntModel.is_outdated.is_(False), saw).values(is_outdated=True)
    session.execute(outdated.execution_options(synchronize_session=False))


def _paths(session: Session, model: type[OrgUnitReplica | OrgPersonReplica], record_id: str | None) -> list[str]:
    path = None if record_id is None else session.scalar(select(model.path).where(model.id == record_id))
    return rules.paths_above(path or "")


def _learn(
    database: Database, sight: Sight, lesson: Lesson, asked: Asked, judged: Age | None, verdict: Verdict
) -> Learnt | None:
    """None where another process learns it, or has learnt it since it was judged."""
    row = LearntModel(
        key=rules.key_of(lesson.kind, sight, asked),
        kind=lesson.kind,
        everything=sight.is_everything,
        asked=dict(asked),
        used_at=now(),
        **{**vars(sight), "reaches": list(sight.reaches)},
    )
    key, holder = row.key, new_id()
    try:
        with database.write() as session:
            take_turn(session)  # what leaves the sight is in what is read next, or finds the claim and outdates it
            if not _claim(session, row, holder, judged, verdict):
                return None
    except DBAPIError as fault:
        if isinstance(fault, IntegrityError) or is_passing(fault):
            return None  # whoever was quicker learns it
        raise
    try:
        return _study(database, key, holder, sight, lesson, asked)
    except BaseException:
        with database.write() as session:
            held = queries.lock_model(session, key)
            if held is not None and held.is_held_by(holder):
                held.let_go()
        raise


def _claim(session: Session, row: LearntModel, holder: str, judged: Age | None, verdict: Verdict) -> bool:
    kept = queries.lock_model(session, row.key)
    if kept is None:
        _make_room(session)
        session.add(row)
        kept = row
    elif not kept.nobody_holds(now()) or kept.learnt_at != (judged and judged.learnt_at):
        return False
    kept.begin(holder, now(), verdict)
    session.flush()
    return True


def _study(database: Database, key: str, holder: str, sight: Sight, lesson: Lesson, asked: Asked) -> Learnt:
    with database.read() as session:
        present, told = queries.present(session, lesson), as_of(session)
        collected = lesson.collect(session, queries.actor_with(sight), asked)
    taught = run_in_thread(lesson.conclude, collected, asked)
    with database.write() as session:
        row = queries.lock_model(session, key)
        if row is not None and row.is_held_by(holder):
            row.keep(taught.parameters, taught.measures, (taught.records, taught.since, taught.until), present)
            row.position, row.position_at = told.position, told.at
            row.let_go()
    parameters, measures = json.loads(json.dumps([taught.parameters, taught.measures]))  # as they will be read
    return Learnt(parameters, measures, taught.records, taught.since, taught.until, present.at, told)


def _make_room(session: Session) -> None:
    too_many = queries.least_lately_used(session, rules.MOST_KEPT - 1)
    if too_many:
        forgotten = delete(LearntModel).where(LearntModel.key.in_(too_many))
        session.execute(forgotten.execution_options(synchronize_session=False))


def _note_use(database: Database, kept: Kept) -> None:
    if kept.used_at < now() - NOTED_AFTER:
        used = update(LearntModel).where(LearntModel.key == kept.key).values(used_at=now())
        with database.write() as session:
            session.execute(used.execution_options(synchronize_session=False))
