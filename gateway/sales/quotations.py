"""The public routes of quotations."""

from flask import Response, request

from gateway.http.door import Door
from gateway.http.downloads import send_made
from gateway.http.routes import Routes
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.payload import Payload
from shared.contracts.sales import quotations as contract
from shared.contracts.sales.document_templates import ChosenTemplate

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGES = ("en", "zh")


def send_document(door: Door, quotation_id: str) -> Response:
    """In the language that the caller accepts best."""
    language = request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
    arguments = {"quotation_id": quotation_id, "language": language}
    return send_made(door, "sales", "print_quotation", contract.READ, WORD, arguments)


def write_document(door: Door, quotation_id: str, query: Payload) -> Response:
    """From the template that is asked for, in the language that the caller accepts best."""
    language = request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
    arguments = {"quotation_id": quotation_id, "language": language, **query}
    return send_made(door, "sales", "write_quotation", contract.READ, WORD, arguments)


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
routes.list(
    "/v1/opportunities/<opportunity_id>/quotations",
    rpc="list_quotations_of_deal",
    right=contract.READ,
    listing=contract.OF_MANY,
    about="Each with all its versions; the accepted one is marked.",
)
routes.list(
    "/v1/customers/<customer_id>/quotations",
    rpc="list_quotations_of_customer",
    right=contract.READ,
    listing=contract.OF_MANY,
    about="Each with all its versions.",
)
routes.report(
    "/v1/customers/<customer_id>/quotations/diff",
    rpc="compare_quotation_versions",
    right=contract.READ,
    takes_query=contract.CompareVersions,
    gives=contract.VersionsDiffView,
    refuses=(404,),
    about="What differs between any two versions that were offered to the customer.",
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
    "/v1/quotations/<quotation_id>/add-from-prices",
    rpc="add_to_quotation_from_prices",
    right=contract.CHANGE,
    takes=contract.AddFromPrices,
    gives=contract.QuotationView,
    about="Chosen products become lines, each at the price that holds for the customer and the quantity today.",
)
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
routes.serve(
    "/v1/quotations/<quotation_id>/document",
    send_document,
    right=contract.READ,
    media_type=WORD,
    for_partners=False,
    refuses=(404,),
    about="The latest version as a Word document with the attributes of its products, in English or Chinese.",
)
routes.serve(
    "/v1/quotations/<quotation_id>.docx",
    write_document,
    right=contract.READ,
    takes_query=ChosenTemplate,
    media_type=WORD,
    for_partners=False,
    refuses=(404, 422),
    about="The latest version as a Word document, made from a template of the company or else from the shipped one.",
)
routes.shares("/v1/quotations/<quotation_id>", noun="quotation", read=contract.READ, share=contract.SHARE)
