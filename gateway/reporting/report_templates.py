"""The public routes of the Word templates of reports."""

from flask import Response

from gateway.http.door import Door
from gateway.http.downloads import send_stored
from gateway.http.routes import Routes
from shared.contracts.reporting import report_templates as contract

routes = Routes(
    "report-templates",
    service="reporting",
    tag="Report templates",
    about="Word files of the company's own, from which documents of a report are made.",
    for_partners=False,
)

ONE = "/v1/report-templates/<report_template_id>"
OCTETS = "application/octet-stream"


def download_report_template(door: Door, report_template_id: str) -> Response:
    """The Word file, to be edited."""
    arguments = {"report_template_id": report_template_id}
    return send_stored(door, contract.READ, "open_report_template", service="reporting", **arguments)


routes.list("/v1/report-templates", rpc="list_report_templates", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/report-templates",
    rpc="create_report_template",
    right=contract.CREATE,
    takes=contract.CreateReportTemplate,
    gives=contract.ReportTemplateView,
    refuses=(409,),
)
routes.read(ONE, rpc="get_report_template", right=contract.READ, gives=contract.ReportTemplateView)
routes.history(f"{ONE}/history", rpc="list_report_template_history", right=contract.READ)
routes.upload(
    f"{ONE}/content",
    rpc="upload_report_template",
    right=contract.UPLOAD,
    gives=contract.ReportTemplateView,
    uploads=(OCTETS,),
    largest_body=contract.LARGEST_TEMPLATE,
    refuses=(422,),
    about="The Word file as the body itself; documents of the report are made from it from now on.",
)
routes.serve(
    f"{ONE}/content",
    download_report_template,
    right=contract.READ,
    media_type=OCTETS,
    refuses=(404,),
    about="The Word file, as an attachment.",
)
routes.remove(ONE, rpc="remove_report_template", right=contract.REMOVE)
