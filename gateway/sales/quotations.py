"""The public routes of quotations."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.sales import quotations as contract

routes = Routes("quotations", service="sales", tag="Quotations", about="What was offered for a deal, in versions.")

routes.list("/v1/quotations", rpc="list_quotations", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/quotations",
    rpc="create_quotation",
    right=contract.CREATE,
    takes=contract.CreateQuotation,
    gives=contract.QuotationView,
    refuses=(409, 422),
)
routes.read("/v1/quotations/<quotation_id>", rpc="get_quotation", right=contract.READ, gives=contract.QuotationView)
routes.change(
    "/v1/quotations/<quotation_id>",
    rpc="change_quotation",
    right=contract.CHANGE,
    takes=contract.ChangeQuotation,
    gives=contract.QuotationView,
    if_match=True,
    refuses=(409, 422),
)
routes.history("/v1/quotations/<quotation_id>/history", rpc="list_quotation_history", right=contract.READ)
routes.act(
    "/v1/quotations/<quotation_id>/send",
    rpc="send_quotation",
    right=contract.SEND,
    takes=NoBody,
    gives=contract.QuotationView,
)
routes.act(
    "/v1/quotations/<quotation_id>/accept",
    rpc="accept_quotation",
    right=contract.ACCEPT,
    takes=NoBody,
    gives=contract.QuotationView,
)
routes.act(
    "/v1/quotations/<quotation_id>/refuse",
    rpc="refuse_quotation",
    right=contract.REFUSE,
    takes=ReasonBody,
    gives=contract.QuotationView,
)
routes.act(
    "/v1/quotations/<quotation_id>/expire",
    rpc="expire_quotation",
    right=contract.EXPIRE,
    takes=NoBody,
    gives=contract.QuotationView,
)
routes.act(
    "/v1/quotations/<quotation_id>/revise",
    rpc="revise_quotation",
    right=contract.REVISE,
    takes=contract.ReviseQuotation,
    gives=contract.QuotationView,
)
