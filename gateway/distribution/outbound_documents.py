"""The public routes of outbound documents."""

from gateway.http.routes import Routes
from shared.contracts.distribution import outbound_documents as contract
from shared.contracts.fields import NoBody, ReasonBody

routes = Routes(
    "outbound-documents",
    service="distribution",
    tag="Outbound documents",
    about="Papers by which goods leave a warehouse other than for an order.",
)

routes.list("/v1/outbound-documents", rpc="list_outbound_documents", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/outbound-documents",
    rpc="create_outbound_document",
    right=contract.CREATE,
    takes=contract.CreateOutboundDocument,
    gives=contract.OutboundDocumentView,
    idempotency_required=True,
    refuses=(403, 404, 409, 422),
)
routes.read(
    "/v1/outbound-documents/<document_id>",
    rpc="get_outbound_document",
    right=contract.READ,
    gives=contract.OutboundDocumentView,
)
routes.history(
    "/v1/outbound-documents/<document_id>/history", rpc="list_outbound_document_history", right=contract.READ
)
routes.act(
    "/v1/outbound-documents/<document_id>/post",
    rpc="post_outbound_document",
    right=contract.POST,
    takes=NoBody,
    gives=contract.OutboundDocumentView,
    idempotency_required=True,
)
routes.act(
    "/v1/outbound-documents/<document_id>/void",
    rpc="void_outbound_document",
    right=contract.VOID,
    takes=ReasonBody,
    gives=contract.OutboundDocumentView,
    idempotency_required=True,
)
