"""Where the report meets the message bus."""

from services.reporting.forecast import queries
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.forecast import ForecastQuery, ForecastView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class ForecastEntrypoints(Entrypoints):
    @rpc
    def get_forecast(self, query: Payload) -> Payload:
        form = ForecastQuery().load(query)
        with self.read() as session:
            return reply(ForecastView, queries.get_forecast(session, self.actor, **form))
