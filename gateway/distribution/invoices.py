"""The public routes of invoices."""

from gateway.http.routes import Routes
from shared.contracts.distribution import invoices as contract
from shared.contracts.fields import ReasonBody

routes = Routes("invoices", service="distribution", tag="Invoices", about="What is asked of the customer for an order.")

routes.list("/v1/invoices", rpc="list_invoices", right=contract.READ, listing=contract.LISTING)
routes.list("/v1/orders/<order_id>/invoices", rpc="list_order_invoices", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/orders/<order_id>/invoices",
    rpc="issue_invoice",
    right=contract.ISSUE,
    takes=contract.IssueInvoice,
    gives=contract.InvoiceView,
    location="/v1/invoices/{id}",
    idempotency_required=True,
    refuses=(403, 404, 409, 422),
)
routes.read("/v1/invoices/<invoice_id>", rpc="get_invoice", right=contract.READ, gives=contract.InvoiceView)
routes.history("/v1/invoices/<invoice_id>/history", rpc="list_invoice_history", right=contract.READ)
routes.act(
    "/v1/invoices/<invoice_id>/void",
    rpc="void_invoice",
    right=contract.VOID,
    takes=ReasonBody,
    gives=contract.InvoiceView,
    idempotency_required=True,
)
