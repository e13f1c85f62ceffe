"""The routes of imports."""

from gateway.http.routes import Routes
from shared.contracts.gateway import imports as contract

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
