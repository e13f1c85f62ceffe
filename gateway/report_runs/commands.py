"""Entering mails into the log, and noting what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from gateway.access.queries import actor_of
from gateway.people.queries import people_by_id
from gateway.report_runs import queries, rules
from gateway.report_runs.model import ReportRun
from gateway.report_schedules import commands as schedules
from gateway.report_schedules.queries import ReportSchedule, fit_to_receive
from shared.actor import Actor, system_actor
from shared.clock import now
from shared.contracts.gateway.report_schedules import CREATE
from shared.errors import Forbidden
from shared.ids import new_id
from shared.mail import domain_of

WITHOUT_RECIPIENT = "The recipient does not work here any more, or has no e-mail address."


@dataclass(frozen=True)
class Source:
    """What is sent: a report of the catalogue, a built one or a dashboard, with its parameters as of its time."""

    title: str
    report: str | None
    built_report_id: str | None
    dashboard_id: str | None
    parameters: dict[str, str]
    format: str


@dataclass(frozen=True)
class Job:
    """What a process must know to make a mail and to send it."""

    run_id: str
    source: Source
    owner_name: str
    recipient_id: str
    name: str
    address: str
    language: str
    message_id: str


def enter_due(session: Session, report_schedule_id: str, sender: str) -> None:
    """Enter a mail for each recipient of a schedule whose time has come; the schedule waits for its next time. Where
    its owner may not have reports sent any more, it is paused instead.
    """
    passed = schedules.pass_on(session, report_schedule_id, now())
    if passed is None:
        return
    schedule, due = passed
    try:
        actor_of(session, schedule.created_by, CREATE)
    except Forbidden:
        schedules.pause_without_right(session, system_actor("gateway"), schedule)
        return
    _enter(session, schedule, due, rules.BY_RHYTHM, sender)


def send_now(session: Session, actor: Actor, report_schedule_id: str, sender: str) -> tuple[datetime, list[ReportRun]]:
    moment = now()
    schedule = schedules.send_report_schedule(session, actor, report_schedule_id)
    return moment, _enter(session, schedule, moment, rules.ASKED, sender)


def claim(session: Session, run_id: str, holder: str) -> Job | None:
    """Take the mail for this process, unless another holds it or it has an end. Where nobody is there to get it any
    more, that is its end; and where a process that has ended gave it to the mail server, that it may have arrived.
    """
    run, moment = queries.lock_run(session, run_id), now()
    if run is None or not run.is_free(moment):
        return None
    if run.given_at is not None:
        run.doubt(moment, rules.NOBODY_HEARD)
        return None
    schedule = session.get_one(ReportSchedule, run.report_schedule_id)
    people = people_by_id(session, [run.created_by])
    recipient = fit_to_receive(session, [run.recipient_id]).get(run.recipient_id)
    if recipient is None or recipient.email is None:
        run.withhold(moment, rules.NO_RECIPIENT, WITHOUT_RECIPIENT)
        return None
    run.hold(holder, moment)
    source = Source(
        title=schedule.title,
        report=schedule.report,
        built_report_id=schedule.built_report_id,
        dashboard_id=schedule.dashboard_id,
        parameters=schedule.asked_at(run.due_at),
        format=schedule.format,
    )
    to = (recipient.id, recipient.name, recipient.email, recipient.locale.partition("-")[0])
    return Job(run.id, source, people[run.created_by].name, *to, run.message_id)


def renew(session: Session, run_id: str, holder: str) -> None:
    """A report that takes long is still being made."""
    run = _held(session, run_id, holder)
    if run is not None:
        run.hold(holder, now())


def hand_over(session: Session, run_id: str, holder: str) -> bool:
    """Whether this process may give the mail to the mail server: not when another has taken it over meanwhile."""
    run = _held(session, run_id, holder)
    if run is None:
        return False
    run.hand_over(now())
    return True


def give(session: Session, run_id: str, holder: str) -> bool:
    """Note, before the line that ends the mail, that the mail server is about to have it; whether it may."""
    run = _held(session, run_id, holder)
    if run is None:
        return False
    run.give(now())
    return True


def doubt(session: Session, run_id: str, holder: str, detail: str) -> None:
    run = _held(session, run_id, holder)
    if run is not None:
        run.doubt(now(), detail)


def note_sent(session: Session, run_id: str, holder: str) -> None:
    run = _held(session, run_id, holder)
    if run is not None:
        run.send(now())


def withhold(session: Session, run_id: str, holder: str, error: str, detail: str) -> None:
    run = _held(session, run_id, holder)
    if run is not None:
        run.withhold(now(), error, detail)


def fail(session: Session, run_id: str, holder: str, error: str, detail: str) -> None:
    run = _held(session, run_id, holder)
    if run is not None:
        run.fail(now(), error, detail)


def postpone(session: Session, run_id: str, holder: str, error: str, detail: str, delays: Sequence[float]) -> None:
    run = _held(session, run_id, holder)
    if run is not None:
        moment = now()
        run.postpone(moment, rules.next_try(moment, run.attempts + 1, delays), error, detail)


def forget_old(session: Session) -> None:
    ended = ReportRun.state != rules.WAITING
    old = ReportRun.created_at < now() - timedelta(days=rules.REMEMBERED.days)
    session.execute(delete(ReportRun).where(ended, old).execution_options(synchronize_session=False))


def _held(session: Session, run_id: str, holder: str) -> ReportRun | None:
    found = queries.lock_run(session, run_id)
    return found if found is not None and found.is_held_by(holder) else None


def _enter(session: Session, schedule: ReportSchedule, due: datetime, cause: str, sender: str) -> list[ReportRun]:
    runs = [_line(schedule, due, cause, recipient, sender) for recipient in schedule.recipients]
    session.add_all(runs)
    session.flush()
    for run in runs:
        session.refresh(run, ["recipient"])
    return runs


def _line(schedule: ReportSchedule, due: datetime, cause: str, recipient_id: str, sender: str) -> ReportRun:
    moment, id_ = now(), new_id()
    return ReportRun(
        id=id_,
        version=1,
        created_at=moment,
        updated_at=moment,
        created_by=schedule.created_by,
        report_schedule_id=schedule.id,
        due_at=due,
        cause=cause,
        recipient_id=recipient_id,
        state=rules.WAITING,
        attempts=0,
        next_try_at=moment,
        message_id=rules.message_id(schedule.id, due, recipient_id, domain_of(sender)),
    )
