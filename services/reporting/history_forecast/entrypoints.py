"""Where the forecast from history meets the message bus."""

from services.reporting.history_forecast import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.history_forecast import (
    ForecastErrorsQuery,
    ForecastErrorsView,
    HistoryForecastQuery,
    HistoryForecastView,
)
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class HistoryForecastEntrypoints(Entrypoints):
    @rpc
    def get_history_forecast(self, query: Payload) -> Payload:
        form = HistoryForecastQuery().load(query)
        learnt = commands.learn_for_forecast(self.database, self.actor, **form)
        with self.read() as session:
            return reply(HistoryForecastView, queries.get_history_forecast(session, self.actor, *learnt, **form))

    @rpc
    def get_forecast_errors(self, query: Payload) -> Payload:
        form = ForecastErrorsQuery().load(query)
        learnt = commands.learn_errors(self.database, self.actor, **form)
        with self.read() as session:
            return reply(ForecastErrorsView, queries.get_forecast_errors(session, learnt))
