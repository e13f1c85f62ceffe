"""The public routes of inbound documents."""

from gateway.http.routes import Routes
from shared.contracts.distribution import inbound_documents as contract
from shared.contracts.fields import NoBody, ReasonBody

routes = Routes(
    "inbound-documents",
    service="distribution",
    tag="Inbound documents",
    about="Papers by which goods come into a warehouse.",
)

routes.list("/v1/inbound-documents", rpc="list_inbound_documents", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/inbound-documents",
    rpc="create_inbound_document",
    right=contract.CREATE,
    takes=contract.CreateInboundDocument,
    gives=contract.InboundDocumentView,
    idempotency_required=True,
    refuses=(403, 404, 409, 422),
)
routes.read(
    "/v1/inbound-documents/<document_id>",
    rpc="get_inbound_document",
    right=contract.READ,
    gives=contract.InboundDocumentView,
)
routes.history("/v1/inbound-documents/<document_id>/history", rpc="list_inbound_document_history", right=contract.READ)
routes.act(
    "/v1/inbound-documents/<document_id>/post",
    rpc="post_inbound_document",
    right=contract.POST,
    takes=NoBody,
    gives=contract.InboundDocumentView,
    idempotency_required=True,
)
routes.act(
    "/v1/inbound-documents/<document_id>/void",
    rpc="void_inbound_document",
    right=contract.VOID,
    takes=ReasonBody,
    gives=contract.InboundDocumentView,
    idempotency_required=True,
)
