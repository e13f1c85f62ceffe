"""Where the report meets the message bus."""

from services.reporting.charts.queries.series import told_apart, with_chart
from services.reporting.forecast import queries
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.forecast import ForecastQuery, ForecastView
from shared.contracts.reporting.reports.forecast import REPORT
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class ForecastEntrypoints(Entrypoints):
    @rpc
    def get_forecast(self, query: Payload) -> Payload:
        form, kind = told_apart(ForecastQuery().load(query))
        with self.read() as session:
            answer = reply(ForecastView, queries.get_forecast(session, self.actor, **form))
            return with_chart(answer, REPORT, kind, lambda: queries.forecast_table(session, self.actor, **form))
