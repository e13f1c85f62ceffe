"""The public routes of inbound returns."""

from gateway.http.routes import Routes
from shared.contracts.distribution import inbound_documents
from shared.contracts.distribution import inbound_returns as contract
from shared.contracts.fields import ReasonBody

READ = inbound_documents.READ

routes = Routes(
    "inbound-returns",
    service="distribution",
    tag="Inbound returns",
    about="Goods of an order that its customer sends back. Each return that sales records is awaited here by itself.",
)

routes.list("/v1/inbound-returns", rpc="list_inbound_returns", right=READ, listing=contract.LISTING)
routes.list(
    "/v1/orders/<order_id>/inbound-returns", rpc="list_order_inbound_returns", right=READ, listing=contract.LISTING
)
routes.read("/v1/inbound-returns/<return_id>", rpc="get_inbound_return", right=READ, gives=contract.InboundReturnView)
routes.history("/v1/inbound-returns/<return_id>/history", rpc="list_inbound_return_history", right=READ)
routes.act(
    "/v1/inbound-returns/<return_id>/receive",
    rpc="receive_inbound_return",
    right=contract.RECEIVE,
    takes=contract.ReceiveInboundReturn,
    gives=contract.InboundReturnView,
    idempotency_required=True,
    about="Say what is there, once: good pieces lie on stock from now on, scrapped ones are only told.",
)
routes.act(
    "/v1/inbound-returns/<return_id>/reverse",
    rpc="reverse_inbound_return",
    right=contract.REVERSE,
    takes=ReasonBody,
    gives=contract.InboundReturnView,
    idempotency_required=True,
    about="Take a disputed receipt off stock: of a return that sales voided after its goods were promised or gone.",
)
