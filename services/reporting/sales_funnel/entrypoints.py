"""Where the report meets the message bus."""

from services.reporting.charts.queries.series import told_apart, with_chart
from services.reporting.sales_funnel import queries
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.reports.sales_funnel import REPORT
from shared.contracts.reporting.sales_funnel import SalesFunnelQuery, SalesFunnelView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class SalesFunnelEntrypoints(Entrypoints):
    @rpc
    def get_sales_funnel(self, query: Payload) -> Payload:
        form, kind = told_apart(SalesFunnelQuery().load(query))
        with self.read() as session:
            answer = reply(SalesFunnelView, queries.get_sales_funnel(session, self.actor, **form))
            return with_chart(answer, REPORT, kind, lambda: queries.funnel_table(session, self.actor, **form))
