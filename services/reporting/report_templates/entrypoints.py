"""Where templates of reports meet the message bus."""

from base64 import b64decode

from services.reporting.report_templates import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.report_templates import CreateReportTemplate, ReportTemplateView
from shared.contracts.stored_files import StoredFile
from shared.entrypoints import Entrypoints
from shared.files import files_at
from shared.rpc import rpc


class ReportTemplateEntrypoints(Entrypoints):
    @rpc
    def create_report_template(self, request: Payload) -> Payload:
        form, files = CreateReportTemplate().load(request), files_at(self.settings.files)
        with self.work() as session:
            made = commands.create_report_template(session, self.actor, files, **form)
            return reply(ReportTemplateView, made)

    @rpc
    def upload_report_template(self, report_template_id: str, content: str) -> Payload:
        given, files = b64decode(content), files_at(self.settings.files)
        with self.work() as session:
            kept = commands.upload_report_template(session, self.actor, report_template_id, given, files)
            return reply(ReportTemplateView, kept)

    @rpc
    def get_report_template(self, report_template_id: str) -> Payload:
        with self.read() as session:
            return reply(ReportTemplateView, queries.get_report_template(session, report_template_id))

    @rpc
    def list_report_templates(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_report_templates(session, query)

    @rpc
    def list_report_template_history(self, report_template_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_report_template_history(session, report_template_id, after)

    @rpc
    def open_report_template(self, report_template_id: str) -> Payload:
        with self.read() as session:
            return reply(StoredFile, queries.stored_template(session, report_template_id))

    @rpc
    def remove_report_template(self, report_template_id: str) -> None:
        with self.work() as session:
            folder = commands.remove_report_template(session, self.actor, report_template_id)
        files_at(self.settings.files).remove_all(folder)
