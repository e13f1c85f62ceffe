"""Taking back what a job did to schedules."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.messaging.schedules import commands, rules
from services.messaging.schedules.commands import telling
from services.messaging.schedules.model import Schedule
from services.messaging.schedules.rules import ScheduleStatus
from shared.actor import Actor
from shared.contracts.messaging import schedules as contract
from shared.importing import RowResult
from shared.undoing import Undoing, ensure_still, undo_records


def undo_schedules(session: Session, actor: Actor, job_id: str, schedule_ids: Sequence[str]) -> list[RowResult]:
    """One result an entry; one that was changed since, or of which something came, stays as it is."""

    def put_back(session: Session, entry: Schedule, fields: dict[str, Any]) -> None:
        people = fields.pop("participants", None)
        entry.put_back(fields)
        if people is not None:
            commands.let_take_part(session, actor, entry, people)

    undoing = Undoing(
        noun=commands.NOUN,
        model=Schedule,
        parts=frozenset({"participants"}),
        put_back=put_back,
        facts=telling.facts,
        changed=lambda entry, diff: contract.ScheduleChanged(**telling.told_of(entry, diff)),
        removed=lambda entry, diff: contract.ScheduleRemoved(**telling.told_of(entry, diff)),
        words=commands.found_by,
        ensure_removable=_ensure_removable,
        part=telling.forget_participants,
    )
    return undo_records(session, actor, job_id, schedule_ids, undoing)


def _ensure_removable(session: Session, entry: Schedule) -> None:
    rules.ensure_kept_here(entry.source_id, entry.kind)
    ensure_still(entry.status == ScheduleStatus.PLANNED, "planned")
