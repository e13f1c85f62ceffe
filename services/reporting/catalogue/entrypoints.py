"""Where the catalogue of reports meets the message bus."""

from base64 import b64encode

from services.reporting.catalogue import queries
from services.reporting.catalogue.queries.documents import write_report
from services.reporting.catalogue.queries.whole import rows_of_view
from services.reporting.charts.queries.drawing import draw_svg
from services.reporting.charts.queries.pictures import picture_of
from services.reporting.report_templates.queries import path_of_template, template_file
from shared.bus.offload import run_in_thread
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.catalogue import StatementsView
from shared.contracts.reporting.reports import forecast, sales_funnel, won_lost
from shared.entrypoints import Entrypoints
from shared.files import files_at
from shared.rpc import rpc


class CatalogueEntrypoints(Entrypoints):
    @rpc
    def get_report(self, report: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.get_report(session, self.actor, report, query)

    @rpc
    def list_report_rows(self, report: str, query: Payload) -> Payload:
        """All rows at once, for a file."""
        with self.read() as session:
            return queries.list_report_rows(session, self.actor, report, query)

    @rpc
    def list_sales_funnel_rows(self, query: Payload) -> Payload:
        with self.read() as session:
            return rows_of_view(session, self.actor, sales_funnel.REPORT.id, query)

    @rpc
    def list_forecast_rows(self, query: Payload) -> Payload:
        with self.read() as session:
            return rows_of_view(session, self.actor, forecast.REPORT.id, query)

    @rpc
    def list_won_lost_rows(self, query: Payload) -> Payload:
        with self.read() as session:
            return rows_of_view(session, self.actor, won_lost.REPORT.id, query)

    @rpc
    def draw_report(self, report: str, query: Payload, language: str) -> Payload:
        """The chart as SVG, in base64."""
        with self.read() as session:
            whole = queries.whole_report(session, self.actor, report, query)
        picture = picture_of(whole.report, whole.chart, language)
        content = run_in_thread(draw_svg, picture)
        return {"content": b64encode(content).decode()}

    @rpc
    def write_report(self, report: str, query: Payload, language: str) -> Payload:
        """The Word document in base64, made from a template of the report."""
        with self.read() as session:
            whole = queries.whole_report(session, self.actor, report, query)
            path = path_of_template(session, report, whole.report_template_id)
        template = template_file(path, files_at(self.settings.files))
        content = run_in_thread(write_report, template, whole, language)
        return {"content": b64encode(content).decode()}

    @rpc
    def list_report_records(self, report: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_report_records(session, self.actor, report, query)

    @rpc
    def get_report_sql(self, report: str, query: Payload) -> Payload:
        with self.read() as session:
            return reply(StatementsView, queries.get_report_sql(session, self.actor, report, query))
