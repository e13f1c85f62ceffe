"""Where questions about the past of the organisation meet the message bus."""

from gateway.standings import queries
from shared.clock import now
from shared.contracts.gateway.standings import StandingQuery, StandingView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class StandingEntrypoints(Entrypoints):
    @rpc
    def get_standing(self, query: Payload) -> Payload:
        form = StandingQuery().load(query)
        with self.read() as session:
            return reply(StandingView, queries.describe_standing(session, self.actor, now(), **form))
