"""Reading the log of mails. Whoever sees a scheduled report sees what became of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from gateway.report_runs import rules
from gateway.report_runs.model import ReportRun
from gateway.report_schedules import queries as schedules
from shared.actor import Actor
from shared.contracts.gateway.report_schedules import RUNS
from shared.contracts.payload import Payload
from shared.listing import list_records
from shared.listing.filters import Columns

AT_ONCE = 50


def list_report_runs(session: Session, actor: Actor, report_schedule_id: str, query: Payload) -> Payload:
    schedule = schedules.get_report_schedule(session, actor, report_schedule_id)
    rows = select(ReportRun).where(ReportRun.report_schedule_id == schedule.id)
    return list_records(session, rows, ReportRun, RUNS, _COLUMNS, query)


def due(session: Session, moment: datetime) -> Sequence[str]:
    """The mails that should be sent now and that no process holds."""
    free = or_(ReportRun.lease_until.is_(None), ReportRun.lease_until < moment)
    waiting = select(ReportRun.id).where(ReportRun.state == rules.WAITING, ReportRun.next_try_at <= moment, free)
    return session.scalars(waiting.order_by(ReportRun.next_try_at, ReportRun.id).limit(AT_ONCE)).all()


def count_tried_again(session: Session) -> int:
    """Mails that the mail server did not take yet."""
    waiting = select(func.count()).where(ReportRun.state == rules.WAITING, ReportRun.attempts > 0)
    return session.scalar(waiting) or 0


def lock_run(session: Session, run_id: str) -> ReportRun | None:
    wanted = select(ReportRun).where(ReportRun.id == run_id).with_for_update(of=ReportRun)
    return session.scalar(wanted.execution_options(populate_existing=True))


_COLUMNS: Columns = {name: getattr(ReportRun, name) for name in RUNS.fields}
