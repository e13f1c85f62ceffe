"""The public routes of orders on their way."""

from gateway.http.routes import Routes
from shared.contracts.distribution import orders as contract

routes = Routes(
    "dispatch-orders", service="distribution", tag="Dispatch", about="Orders as they are reserved, shipped and paid."
)

routes.list("/v1/dispatch-orders", rpc="list_dispatch_orders", right=contract.READ, listing=contract.LISTING)
routes.read(
    "/v1/orders/<order_id>/fulfilment", rpc="get_order_fulfilment", right=contract.READ, gives=contract.FulfilmentView
)
routes.history("/v1/orders/<order_id>/fulfilment/history", rpc="list_order_fulfilment_history", right=contract.READ)
