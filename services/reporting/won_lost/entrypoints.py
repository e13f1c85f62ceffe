"""Where the report meets the message bus."""

from services.reporting.charts.queries.series import told_apart, with_chart
from services.reporting.won_lost import queries
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.reports.won_lost import REPORT
from shared.contracts.reporting.won_lost import WonLostQuery, WonLostView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class WonLostEntrypoints(Entrypoints):
    @rpc
    def get_won_lost(self, query: Payload) -> Payload:
        form, kind = told_apart(WonLostQuery().load(query))
        with self.read() as session:
            answer = reply(WonLostView, queries.get_won_lost(session, self.actor, **form))
            return with_chart(answer, REPORT, kind, lambda: queries.won_lost_table(session, self.actor, **form))
