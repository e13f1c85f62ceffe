"""The public routes of payments."""

from gateway.http.routes import Routes
from shared.contracts.distribution import payments as contract
from shared.contracts.fields import ReasonBody

routes = Routes("payments", service="distribution", tag="Payments", about="Money that came in for an order.")

routes.list("/v1/payments", rpc="list_payments", right=contract.READ, listing=contract.LISTING)
routes.list("/v1/orders/<order_id>/payments", rpc="list_order_payments", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/orders/<order_id>/payments",
    rpc="post_payment",
    right=contract.POST,
    takes=contract.PostPayment,
    gives=contract.PaymentView,
    location="/v1/payments/{id}",
    idempotency_required=True,
    refuses=(403, 404, 409, 422),
)
routes.read("/v1/payments/<payment_id>", rpc="get_payment", right=contract.READ, gives=contract.PaymentView)
routes.history("/v1/payments/<payment_id>/history", rpc="list_payment_history", right=contract.READ)
routes.act(
    "/v1/payments/<payment_id>/reverse",
    rpc="reverse_payment",
    right=contract.REVERSE,
    takes=ReasonBody,
    gives=contract.PaymentView,
    idempotency_required=True,
)
