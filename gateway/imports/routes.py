"""The routes of imports."""

from flask import Response

from gateway.http.door import Door
from gateway.http.downloads import send_stored
from gateway.http.routes import Routes
from shared.contracts.gateway import imports as contract


def get_import_result_file(door: Door, import_id: str) -> Response:
    """The file itself, for whoever made the import."""
    return send_stored(door, contract.READ, "get_import_result_file", import_id=import_id)


routes = Routes(
    "imports", service="gateway", tag="Imports", about="Files of records from elsewhere, checked and taken row by row."
)
routes.list("/v1/imports", rpc="list_imports", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/imports",
    rpc="create_import",
    right=contract.CREATE,
    takes=contract.CreateImport,
    gives=contract.ImportView,
    about="Prepare an import: what the file holds and how its columns become fields.",
)
routes.read("/v1/imports/<import_id>", rpc="get_import", right=contract.READ, gives=contract.ImportView)
routes.history("/v1/imports/<import_id>/history", rpc="list_import_history", right=contract.READ)
routes.report(
    "/v1/imports/<import_id>/results",
    rpc="list_import_results",
    right=contract.READ,
    takes_query=contract.ResultQuery,
    gives=contract.ImportResultsView,
    about="What became of each row of the newest rehearsal or run, in the order of the file.",
)
routes.serve(
    "/v1/imports/<import_id>/result-file",
    get_import_result_file,
    right=contract.READ,
    media_type="text/csv",
    refuses=(409,),
    about="The uploaded file with the outcome, the record and the errors of each row beside it, for its maker.",
)
routes.upload(
    "/v1/imports/<import_id>/file",
    rpc="upload_import_file",
    right=contract.UPLOAD,
    gives=contract.ImportView,
    uploads=contract.MEDIA_TYPES,
    largest_body=contract.LARGEST_FILE,
    about="The file itself, UTF-8 or GBK, with a head; another one takes its place.",
)
routes.act(
    "/v1/imports/<import_id>/dry-run",
    rpc="rehearse_import",
    right=contract.REHEARSE,
    gives=contract.ImportView,
    status=202,
    about="Try every row and keep nothing but the results.",
)
routes.act(
    "/v1/imports/<import_id>/run",
    rpc="run_import",
    right=contract.RUN,
    takes=contract.RunImport,
    gives=contract.ImportView,
    status=202,
    about="Take every row; a run that failed goes on where it stopped.",
)
