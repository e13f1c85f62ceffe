"""The public routes of shipments."""

from gateway.http.routes import Routes
from shared.contracts.distribution import shipments as contract
from shared.contracts.fields import ReasonBody

routes = Routes(
    "shipments", service="distribution", tag="Shipments", about="Reserved goods of an order that left the warehouse."
)

routes.list("/v1/shipments", rpc="list_shipments", right=contract.READ, listing=contract.LISTING)
routes.list(
    "/v1/orders/<order_id>/shipments", rpc="list_order_shipments", right=contract.READ, listing=contract.LISTING
)
routes.create(
    "/v1/orders/<order_id>/shipments",
    rpc="create_shipment",
    right=contract.CREATE,
    takes=contract.CreateShipment,
    gives=contract.ShipmentView,
    location="/v1/shipments/{id}",
    idempotency_required=True,
    refuses=(403, 404, 409, 422),
)
routes.read("/v1/shipments/<shipment_id>", rpc="get_shipment", right=contract.READ, gives=contract.ShipmentView)
routes.history("/v1/shipments/<shipment_id>/history", rpc="list_shipment_history", right=contract.READ)
routes.act(
    "/v1/shipments/<shipment_id>/void",
    rpc="void_shipment",
    right=contract.VOID,
    takes=ReasonBody,
    gives=contract.ShipmentView,
    idempotency_required=True,
)
routes.act(
    "/v1/shipments/<shipment_id>/accept",
    rpc="accept_shipment",
    right=contract.ACCEPT,
    takes=contract.AcceptShipment,
    gives=contract.ShipmentView,
    about="Record that the goods were taken; what the order demands of that must be there.",
)
