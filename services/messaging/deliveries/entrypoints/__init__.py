"""Where the ledger meets the message bus, and the timer that sends."""

from services.messaging.deliveries import commands, queries
from services.messaging.deliveries.entrypoints import sending
from shared.bus.timers import every
from shared.contracts.fields import NoBody
from shared.contracts.messaging.webhooks import DeliveryView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc

LOOK_SECONDS = 0.3
CLEANING_SECONDS = 6 * 3600.0


class DeliveryEntrypoints(Entrypoints):
    @every(lambda settings: LOOK_SECONDS)
    def send_webhooks(self) -> None:
        sending.look(self.database, self.bus, self.settings)

    @every(lambda settings: CLEANING_SECONDS)
    def forget_old_deliveries(self) -> None:
        with self.database.write() as session:
            commands.forget_old(session)

    @rpc
    def get_webhook_delivery(self, delivery_id: str) -> Payload:
        with self.read() as session:
            return reply(DeliveryView, queries.get_delivery(session, self.actor, delivery_id))

    @rpc
    def list_webhook_deliveries(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_deliveries(session, self.actor, query)

    @rpc
    def test_webhook(self, webhook_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(DeliveryView, commands.test_webhook(session, self.actor, webhook_id))

    @rpc
    def replay_webhook_delivery(self, delivery_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(DeliveryView, commands.replay_delivery(session, self.actor, delivery_id))
