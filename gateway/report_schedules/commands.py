"""Setting up reports that are sent by mail. One function, one decision, one event."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from gateway.report_schedules import queries, rules
from gateway.report_schedules.model import ReportSchedule
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import changes
from shared.contracts.gateway import report_schedules as contract
from shared.ids import new_id

FACTS = ("title", "parameters", "period", "format", "rhythm", "weekday", "month_day", "time", "time_zone", "recipients")
TOLD = ("title", "report", "built_report_id", "dashboard_id", "format", "recipients", "status")


def ensure_mail_is_set_up(host: str | None) -> None:
    """Raises `MailIsNotSetUp` where this installation has no mail server."""
    rules.ensure_set_up(host)


def create_report_schedule(session: Session, actor: Actor, **plan: Any) -> ReportSchedule:
    """The caller's own, sent for the first time when its time comes. Raises `TooManySchedules`, `RecipientIsUnfit`."""
    rules.ensure_room(queries.count_of(session, actor.user_id), contract.MOST_SCHEDULES)
    _ensure_recipients(session, plan["recipients"])
    made = ReportSchedule(**{"id": new_id(), **plan}, created_by=actor.user_id, status=rules.ACTIVE)
    made.next_at = rules.next_time(made, now())
    session.add(made)
    session.flush()
    session.refresh(made, ["made_by"])
    _announce(session, actor, made, {}, contract.ReportScheduleCreated)
    return made


def change_report_schedule(session: Session, actor: Actor, report_schedule_id: str, **fields: Any) -> ReportSchedule:
    """From now on, for what waits for its next try too. Raises `PlanDoesNotFit` and `RecipientIsUnfit`."""
    changed = queries.get_own_for_change(session, actor, report_schedule_id)
    if "recipients" in fields:
        _ensure_recipients(session, fields["recipients"])
    before = _facts(changed)
    changed.edit(fields, now())
    _announce(session, actor, changed, before, contract.ReportScheduleChanged)
    return changed


def pause_report_schedule(session: Session, actor: Actor, report_schedule_id: str) -> ReportSchedule:
    paused = queries.get_own_for_change(session, actor, report_schedule_id)
    before = _facts(paused)
    paused.pause()
    _announce(session, actor, paused, before, contract.ReportSchedulePaused)
    return paused


def pause_without_right(session: Session, actor: Actor, paused: ReportSchedule) -> None:
    """Its owner may not have it sent any more."""
    before = _facts(paused)
    paused.pause(rules.BY_RIGHT)
    _announce(session, actor, paused, before, contract.ReportSchedulePaused)


def resume_report_schedule(session: Session, actor: Actor, report_schedule_id: str) -> ReportSchedule:
    resumed = queries.get_own_for_change(session, actor, report_schedule_id)
    before = _facts(resumed)
    resumed.resume(now())
    _announce(session, actor, resumed, before, contract.ReportScheduleResumed)
    return resumed


def send_report_schedule(session: Session, actor: Actor, report_schedule_id: str) -> ReportSchedule:
    """Note that its owner has it sent at once; paused or not, its own times stay as they are."""
    sent = queries.get_own_for_change(session, actor, report_schedule_id)
    _announce(session, actor, sent, _facts(sent), contract.ReportScheduleSent)
    return sent


def remove_report_schedule(session: Session, actor: Actor, report_schedule_id: str) -> None:
    """With what became of its mails; that it was there stays in the log."""
    removed = queries.get_own_for_change(session, actor, report_schedule_id)
    told = {name: getattr(removed, name) for name in TOLD}
    event = contract.ReportScheduleRemoved(report_schedule_id=removed.id, **told, changes=changes(_facts(removed), {}))
    announce(session, actor, removed, event)
    session.flush()
    session.delete(removed)


def pass_on(session: Session, report_schedule_id: str, moment: datetime) -> tuple[ReportSchedule, datetime] | None:
    """The schedule whose time has come, and that time; None where another process was quicker, or it was paused."""
    locked = queries.lock_report_schedule(session, report_schedule_id)
    due = locked.pass_on(moment) if locked is not None else None
    return (locked, due) if locked is not None and due is not None else None


def _ensure_recipients(session: Session, wanted: list[str]) -> None:
    rules.ensure_fit_to_receive(wanted, queries.fit_to_receive(session, wanted))


def _announce(
    session: Session,
    actor: Actor,
    schedule: ReportSchedule,
    before: dict[str, Any],
    fact: Callable[..., contract.ReportScheduleEvent],
) -> None:
    told = {name: getattr(schedule, name) for name in TOLD}
    event = fact(report_schedule_id=schedule.id, **told, changes=changes(before, _facts(schedule)))
    announce(session, actor, schedule, event)


def _facts(schedule: ReportSchedule) -> dict[str, Any]:
    return {name: getattr(schedule, name) for name in (*FACTS, "status")}
