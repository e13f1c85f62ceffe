"""Where commission forecasts meet the message bus."""

from services.sales.commission_forecasts import queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.commission_forecasts import CommissionForecastQuery, CommissionForecastView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class CommissionForecastEntrypoints(Entrypoints):
    @rpc
    def get_commission_forecast(self, query: Payload) -> Payload:
        form = CommissionForecastQuery().load(query)
        with self.read() as session:
            forecast = queries.get_commission_forecast(session, self.actor, **form)
            return reply(CommissionForecastView, forecast)
