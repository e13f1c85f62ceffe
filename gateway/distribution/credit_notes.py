"""The public routes of credit notes."""

from gateway.http.routes import Routes
from shared.contracts.distribution import credit_notes as contract
from shared.contracts.fields import NoBody, ReasonBody

routes = Routes(
    "credit-notes",
    service="distribution",
    tag="Credit notes",
    about="What of an order's invoices is taken back because its goods were. Each return of an order brings a draft.",
)

routes.list("/v1/credit-notes", rpc="list_credit_notes", right=contract.READ, listing=contract.LISTING)
routes.list(
    "/v1/orders/<order_id>/credit-notes", rpc="list_order_credit_notes", right=contract.READ, listing=contract.LISTING
)
routes.read(
    "/v1/credit-notes/<credit_note_id>", rpc="get_credit_note", right=contract.READ, gives=contract.CreditNoteView
)
routes.history("/v1/credit-notes/<credit_note_id>/history", rpc="list_credit_note_history", right=contract.READ)
routes.act(
    "/v1/credit-notes/<credit_note_id>/issue",
    rpc="issue_credit_note",
    right=contract.ISSUE,
    takes=NoBody,
    gives=contract.CreditNoteView,
    idempotency_required=True,
    about="Credit what of the returned goods is invoiced and not credited already; the note gets its number.",
)
routes.act(
    "/v1/credit-notes/<credit_note_id>/void",
    rpc="void_credit_note",
    right=contract.VOID,
    takes=ReasonBody,
    gives=contract.CreditNoteView,
    idempotency_required=True,
    about="Discard a draft, or take an issued note back: what it credited is owed again.",
)
