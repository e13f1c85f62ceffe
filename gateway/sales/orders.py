"""The public routes of orders."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.sales import orders as contract
from shared.contracts.sales.tracking import TrackingView

routes = Routes("orders", service="sales", tag="Orders", about="What a customer has bought, from entry to payment.")

ONE = "/v1/orders/<order_id>"

routes.list("/v1/orders", rpc="list_orders", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/orders",
    rpc="create_order",
    right=contract.CREATE,
    takes=contract.CreateOrder,
    gives=contract.OrderView,
    refuses=(409, 422),
)
routes.create(
    "/v1/opportunities/<opportunity_id>/order",
    rpc="order_opportunity",
    right=contract.CREATE,
    takes=contract.OrderOpportunity,
    gives=contract.OrderView,
    location="/v1/orders/{id}",
    refuses=(409, 422),
    about="A won deal becomes one order; the second time it answers 409 with the `order_id` of the first.",
)
routes.read(ONE, rpc="get_order", right=contract.READ, gives=contract.OrderView)
routes.change(
    ONE,
    rpc="change_order",
    right=contract.CHANGE,
    takes=contract.ChangeOrder,
    gives=contract.OrderView,
    refuses=(409, 422),
)
routes.history(f"{ONE}/history", rpc="list_order_history", right=contract.READ)
routes.read(
    f"{ONE}/tracking",
    rpc="track_order",
    right=contract.READ,
    gives=TrackingView,
    about="What is ordered, reserved, shipped, invoiced and paid, and the steps that led there or were undone.",
)
routes.act(f"{ONE}/confirm", rpc="confirm_order", right=contract.CONFIRM, takes=NoBody, gives=contract.OrderView)
routes.act(
    f"{ONE}/request-reservation",
    rpc="request_order_reservation",
    right=contract.CONFIRM,
    takes=NoBody,
    gives=contract.OrderView,
)
routes.act(
    f"{ONE}/void",
    rpc="void_order",
    right=contract.VOID,
    takes=ReasonBody,
    gives=contract.OrderView,
    about="A draft is void at once; a confirmed order when distribution has released what it holds for it.",
)
routes.shares("/v1/orders/<order_id>", noun="order", read=contract.READ, share=contract.SHARE)
routes.list(
    "/v1/customers/<customer_id>/orders",
    rpc="list_customer_orders",
    right=contract.READ,
    listing=contract.LISTING,
    about="Those of one customer.",
)
