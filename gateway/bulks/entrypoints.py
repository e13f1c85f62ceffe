"""Where bulks meet the message bus: the gateway's door notes here what it carries out."""

from gateway.bulks import commands
from shared.contracts.gateway.bulks import BulkStarted, CountBulk, OpenBulk
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class BulkEntrypoints(Entrypoints):
    @rpc
    def open_bulk(self, request: Payload) -> Payload:
        form = OpenBulk().load(request)
        with self.work() as session:
            return reply(BulkStarted, commands.open_bulk(session, self.actor, **form))

    @rpc
    def count_bulk(self, bulk_id: str, request: Payload) -> Payload:
        form = CountBulk().load(request)
        with self.work() as session:
            return reply(BulkStarted, commands.count_bulk(session, self.actor, bulk_id, **form))
