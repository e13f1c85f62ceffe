"""Where reports that people build meet the message bus."""

from services.reporting.built_reports import commands, queries
from services.reporting.built_reports.commands import sharing
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.built_reports import (
    BuiltRecordsView,
    BuiltReportView,
    BuiltRowsView,
    ChangeBuiltReport,
    CreateBuiltReport,
    PreviewBuiltReport,
    RecordsQuery,
    RunQuery,
)
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class BuiltReportEntrypoints(Entrypoints):
    @rpc
    def create_built_report(self, request: Payload) -> Payload:
        form = CreateBuiltReport().load(request)
        with self.work() as session:
            return reply(BuiltReportView, commands.create_built_report(session, self.actor, **form))

    @rpc
    def get_built_report(self, built_report_id: str) -> Payload:
        with self.read() as session:
            return reply(BuiltReportView, queries.get_built_report(session, self.actor, built_report_id))

    @rpc
    def list_built_reports(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_built_reports(session, self.actor, query)

    @rpc
    def list_built_report_history(self, built_report_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_built_report_history(session, self.actor, built_report_id, after)

    @rpc
    def change_built_report(self, built_report_id: str, request: Payload) -> Payload:
        form = ChangeBuiltReport().load(request)
        with self.work() as session:
            return reply(BuiltReportView, commands.change_built_report(session, self.actor, built_report_id, **form))

    @rpc
    def remove_built_report(self, built_report_id: str) -> None:
        with self.work() as session:
            commands.remove_built_report(session, self.actor, built_report_id)

    @rpc
    def share_built_report(self, built_report_id: str, request: Payload) -> Payload:
        form = ShareRecord().load(request)
        with self.work() as session:
            return reply(ShareView, sharing.share_built_report(session, self.actor, built_report_id, **form))

    @rpc
    def list_built_report_shares(self, built_report_id: str) -> Payload:
        with self.read() as session:
            return reply(SharesView, sharing.list_shares(session, self.actor, built_report_id))

    @rpc
    def revoke_built_report_share(self, built_report_id: str, share_id: str) -> None:
        with self.work() as session:
            sharing.revoke_share(session, self.actor, built_report_id, share_id)

    @rpc
    def run_built_report(self, built_report_id: str, query: Payload) -> Payload:
        form = RunQuery().load(query)
        with self.read() as session:
            found = queries.run_built_report(session, self.actor, built_report_id, form, query)
            return reply(BuiltRowsView, found)

    @rpc
    def preview_built_report(self, request: Payload) -> Payload:
        form = PreviewBuiltReport().load(request)
        with self.read() as session:
            return reply(BuiltRowsView, queries.preview_built_report(session, self.actor, **form))

    @rpc
    def list_built_report_rows(self, built_report_id: str, query: Payload) -> Payload:
        """All rows at once, for a file."""
        form = RunQuery().load(query)
        with self.read() as session:
            return queries.list_built_report_rows(session, self.actor, built_report_id, form, query)

    @rpc
    def list_built_report_records(self, built_report_id: str, query: Payload) -> Payload:
        form = RecordsQuery().load(query)
        with self.read() as session:
            found = queries.list_built_report_records(session, self.actor, built_report_id, form)
            return reply(BuiltRecordsView, found)
