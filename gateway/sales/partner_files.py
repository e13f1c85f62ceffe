"""The public routes of the files of a deal that are for partners: opened by the house, fetched by who sees the deal."""

from typing import Any

from flask import Response

from gateway.http.door import Door
from gateway.http.downloads import send_stored_to_partners_too
from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.newest import NewestQuery
from shared.contracts.sales import attachments as contract
from shared.contracts.sales import opportunities, partners


def download_file_for_partners(door: Door, **path: Any) -> Response:
    """The file itself, where it was opened."""
    return send_stored_to_partners_too(door, opportunities.READ, "open_file_for_partners", service="sales", **path)


routes = Routes("partner_files", service="sales", tag="Files")

FILE = "/v1/opportunities/<opportunity_id>/files/<file_id>"
OPENED = "/v1/opportunities/<opportunity_id>/partner-files"

routes.act(
    f"{FILE}/open-to-partners",
    rpc="open_file_to_partners",
    right=partners.LINK,
    takes=NoBody,
    gives=contract.AttachmentView,
    for_partners=False,
    about="From now on people of partners who see the deal may have this file.",
)
routes.act(
    f"{FILE}/close-to-partners",
    rpc="close_file_to_partners",
    right=partners.UNLINK,
    takes=NoBody,
    gives=contract.AttachmentView,
    for_partners=False,
    about="Partners may have it no longer.",
)
routes.report(
    OPENED,
    rpc="list_files_for_partners",
    right=opportunities.READ,
    takes_query=NewestQuery,
    gives=contract.FilesForPartnersView,
    refuses=(404,),
    about="The files of the deal that were opened to partners, the newest first.",
)
routes.serve(
    f"{OPENED}/<file_id>/content",
    download_file_for_partners,
    right=opportunities.READ,
    media_type="application/octet-stream",
    refuses=(404,),
    about="The content of an opened file, as an attachment, a piece at a time.",
)
