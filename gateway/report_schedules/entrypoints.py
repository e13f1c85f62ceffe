"""Where scheduled reports meet the message bus."""

from collections.abc import Mapping
from typing import Any

from gateway.access.queries import actor_of
from gateway.report_schedules import commands, queries
from shared.contracts.fields import NoBody
from shared.contracts.gateway.report_schedules import ChangeReportSchedule, CreateReportSchedule, ReportScheduleView
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting import built_reports, dashboards
from shared.contracts.reporting.reports import REPORTS
from shared.entrypoints import Entrypoints
from shared.rpc import rpc

ASKING_SECONDS = 5.0


class ReportScheduleEntrypoints(Entrypoints):
    @rpc
    def list_report_schedules(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_report_schedules(session, self.actor, query)

    @rpc
    def get_report_schedule(self, report_schedule_id: str) -> Payload:
        with self.read() as session:
            return reply(ReportScheduleView, queries.get_report_schedule(session, self.actor, report_schedule_id))

    @rpc
    def list_report_schedule_history(self, report_schedule_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_report_schedule_history(session, self.actor, report_schedule_id, after)

    @rpc
    def create_report_schedule(self, request: Payload) -> Payload:
        form = CreateReportSchedule().load(request)
        commands.ensure_mail_is_set_up(self.settings.smtp_host)
        self._ensure_source_in_sight(form)
        with self.work() as session:
            return reply(ReportScheduleView, commands.create_report_schedule(session, self.actor, **form))

    @rpc
    def change_report_schedule(self, report_schedule_id: str, request: Payload) -> Payload:
        form = ChangeReportSchedule().load(request)
        with self.work() as session:
            changed = commands.change_report_schedule(session, self.actor, report_schedule_id, **form)
            return reply(ReportScheduleView, changed)

    @rpc
    def pause_report_schedule(self, report_schedule_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            paused = commands.pause_report_schedule(session, self.actor, report_schedule_id)
            return reply(ReportScheduleView, paused)

    @rpc
    def resume_report_schedule(self, report_schedule_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        commands.ensure_mail_is_set_up(self.settings.smtp_host)
        with self.work() as session:
            resumed = commands.resume_report_schedule(session, self.actor, report_schedule_id)
            return reply(ReportScheduleView, resumed)

    @rpc
    def remove_report_schedule(self, report_schedule_id: str) -> Payload:
        with self.work() as session:
            commands.remove_report_schedule(session, self.actor, report_schedule_id)
            return {}

    def _ensure_source_in_sight(self, form: Mapping[str, Any]) -> None:
        """Raise what the caller would be answered who asks for the report: by its right, with this token."""
        self.before_work()
        right, call = _source_of(form)
        with self.read() as session:
            asking = actor_of(session, self.actor.user_id, right, self.actor.scopes)
        for rpc_name, arguments in call.items():
            self.bus.on_behalf_of(asking, ASKING_SECONDS).call("reporting", rpc_name, **arguments)


def _source_of(form: Mapping[str, Any]) -> tuple[str, dict[str, dict[str, str]]]:
    """The right of what is sent, and the call that shows it where not everybody with the right sees it."""
    if "dashboard_id" in form:
        return dashboards.READ, {"get_dashboard": {"dashboard_id": form["dashboard_id"]}}
    if "built_report_id" in form:
        return built_reports.READ, {"get_built_report": {"built_report_id": form["built_report_id"]}}
    return REPORTS[form["report"]].right, {}
