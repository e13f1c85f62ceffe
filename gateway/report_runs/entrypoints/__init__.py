"""Where the log of mails meets the message bus, and the timer that sends."""

from gateway.report_runs import commands, queries
from gateway.report_runs.entrypoints import sending
from gateway.report_schedules.commands import ensure_mail_is_set_up
from shared.bus.timers import every
from shared.contracts.fields import NoBody
from shared.contracts.gateway.report_schedules import SentNowView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc

LOOK_SECONDS = 2.0
CLEANING_SECONDS = 6 * 3600.0


class ReportRunEntrypoints(Entrypoints):
    @rpc
    def send_report_schedule(self, report_schedule_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        ensure_mail_is_set_up(self.settings.smtp_host)
        with self.work() as session:
            due, runs = commands.send_now(session, self.actor, report_schedule_id, self.settings.smtp_sender)
            return reply(SentNowView, {"due_at": due, "runs": runs})

    @rpc
    def list_report_runs(self, report_schedule_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_report_runs(session, self.actor, report_schedule_id, query)

    @every(lambda settings: LOOK_SECONDS)
    def send_scheduled_reports(self) -> None:
        """Where no mail server is set up, what is due waits for one."""
        if self.settings.smtp_host:
            sending.look(self.database, self.bus, self.settings)

    @every(lambda settings: CLEANING_SECONDS)
    def forget_old_report_runs(self) -> None:
        with self.database.write() as session:
            commands.forget_old(session)
