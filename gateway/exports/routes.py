"""The routes of exports."""

from flask import Response

from gateway.http.door import Door
from gateway.http.downloads import send_stored
from gateway.http.routes import Routes
from shared.contracts.gateway import exports as contract
from shared.settings import GATEWAY

routes = Routes("exports", service=GATEWAY, tag="Exports", about="Lists written to files, as their maker may see them.")


def download_export(door: Door, export_id: str) -> Response:
    """The file itself, for whoever made it."""
    return send_stored(door, contract.DOWNLOAD, "download_export", export_id=export_id)


routes.list("/v1/exports", rpc="list_exports", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/exports",
    rpc="create_export",
    right=contract.CREATE,
    takes=contract.CreateExport,
    gives=contract.ExportView,
    status=202,
    location="/v1/jobs/{id}",
    about="Write a list to a file, under your own rights, page by page; the answer says where to look.",
)
routes.read("/v1/exports/<export_id>", rpc="get_export", right=contract.READ, gives=contract.ExportView)
routes.history("/v1/exports/<export_id>/history", rpc="list_export_history", right=contract.READ)
routes.serve(
    "/v1/exports/<export_id>/file",
    download_export,
    right=contract.DOWNLOAD,
    media_type="application/octet-stream",
    refuses=(409,),
    about="The file, as an attachment, for the one who made the export.",
)
