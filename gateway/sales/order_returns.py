"""The public routes of what was sent back of orders: for colleagues alone."""

from gateway.http.routes import Routes
from shared.contracts.newest import NewestQuery
from shared.contracts.sales import order_returns as contract
from shared.contracts.sales.orders import READ

routes = Routes(
    "order-returns",
    service="sales",
    tag="Orders",
    about="What a customer sent back of what was shipped.",
    for_partners=False,
)

OF_ORDER = "/v1/orders/<order_id>/returns"

routes.act(
    OF_ORDER,
    rpc="record_order_return",
    right=contract.RETURN,
    takes=contract.RecordReturn,
    gives=contract.OrderReturnView,
    status=201,
    idempotency_required=True,
    about="Record pieces that are back, of each line no more than were shipped and are not back already. Commission"
    " that they earned is taken back; stock and money are moved by their own documents.",
)
routes.report(
    OF_ORDER,
    rpc="list_order_returns",
    right=READ,
    takes_query=NewestQuery,
    gives=contract.OrderReturnsView,
    refuses=(404,),
    about="The returns of an order, those that stand and those that were voided, the newest first.",
)
routes.act(
    f"{OF_ORDER}/<return_id>/void",
    rpc="void_order_return",
    right=contract.RETURN,
    takes=contract.VoidReturn,
    gives=contract.OrderReturnView,
    idempotency_required=True,
    refuses=(409,),
    about="Void a return that was recorded by mistake; what it took back is given back.",
)
