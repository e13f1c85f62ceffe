"""Where shipments meet the message bus."""

from services.distribution.shipments import commands, queries
from shared.contracts.distribution.shipments import AcceptShipment, CreateShipment, ShipmentView
from shared.contracts.fields import ReasonBody
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class ShipmentEntrypoints(Entrypoints):
    @rpc
    def create_shipment(self, order_id: str, request: Payload) -> Payload:
        form = CreateShipment().load(request)
        with self.work() as session:
            return reply(ShipmentView, commands.create_shipment(session, self.actor, order_id, **form))

    @rpc
    def get_shipment(self, shipment_id: str) -> Payload:
        with self.read() as session:
            return reply(ShipmentView, queries.get_shipment(session, self.actor, shipment_id))

    @rpc
    def list_shipments(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_shipments(session, self.actor, query)

    @rpc
    def list_order_shipments(self, order_id: str, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_order_shipments(session, self.actor, order_id, query)

    @rpc
    def list_shipment_history(self, shipment_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_shipment_history(session, self.actor, shipment_id, after)

    @rpc
    def void_shipment(self, shipment_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(ShipmentView, commands.void_shipment(session, self.actor, shipment_id, **form))

    @rpc
    def accept_shipment(self, shipment_id: str, request: Payload) -> Payload:
        form = AcceptShipment().load(request)
        with self.work() as session:
            return reply(ShipmentView, commands.accept_shipment(session, self.actor, shipment_id, **form))
