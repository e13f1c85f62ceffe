"""Where tracking meets the message bus."""

from services.sales.tracking import queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.tracking import TrackingView
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class TrackingEntrypoints(Entrypoints):
    @rpc
    def track_order(self, order_id: str) -> Payload:
        with self.read() as session:
            return reply(TrackingView, queries.track_order(session, self.actor, order_id))
