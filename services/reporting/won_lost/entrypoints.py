"""Where the report meets the message bus."""

from services.reporting.won_lost import queries
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.won_lost import WonLostQuery, WonLostView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class WonLostEntrypoints(Entrypoints):
    @rpc
    def get_won_lost(self, query: Payload) -> Payload:
        form = WonLostQuery().load(query)
        with self.read() as session:
            return reply(WonLostView, queries.get_won_lost(session, self.actor, **form))
