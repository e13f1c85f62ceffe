"""The public routes of the templates of Word documents."""

from flask import Response

from gateway.http.door import Door
from gateway.http.downloads import send_stored
from gateway.http.routes import Routes
from shared.contracts.sales import document_templates as contract

routes = Routes(
    "document-templates",
    service="sales",
    tag="Document templates",
    about="Word files of the company's own with the names of what is filled in when a document is made.",
    for_partners=False,
)

ONE = "/v1/document-templates/<document_template_id>"
OCTETS = "application/octet-stream"


def download_document_template(door: Door, document_template_id: str) -> Response:
    """The Word file, to be edited."""
    arguments = {"document_template_id": document_template_id}
    return send_stored(door, contract.READ, "open_document_template", service="sales", **arguments)


routes.list("/v1/document-templates", rpc="list_document_templates", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/document-templates",
    rpc="create_document_template",
    right=contract.CREATE,
    takes=contract.CreateDocumentTemplate,
    gives=contract.DocumentTemplateView,
    refuses=(409,),
)
routes.read(ONE, rpc="get_document_template", right=contract.READ, gives=contract.DocumentTemplateView)
routes.history(f"{ONE}/history", rpc="list_document_template_history", right=contract.READ)
routes.upload(
    f"{ONE}/content",
    rpc="upload_document_template",
    right=contract.UPLOAD,
    gives=contract.DocumentTemplateView,
    uploads=(OCTETS,),
    largest_body=contract.LARGEST_TEMPLATE,
    refuses=(422,),
    about="The Word file as the body itself; documents are made from it from now on.",
)
routes.serve(
    f"{ONE}/content",
    download_document_template,
    right=contract.READ,
    media_type=OCTETS,
    refuses=(404,),
    about="The Word file, as an attachment.",
)
routes.remove(ONE, rpc="remove_document_template", right=contract.REMOVE)
