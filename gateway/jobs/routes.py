"""The routes of jobs."""

from gateway.http.routes import Routes
from shared.contracts.gateway import jobs as contract
from shared.contracts.gateway import undos

routes = Routes("jobs", service="gateway", tag="Jobs", about="Imports, exports and bulks as work that goes on.")
routes.list("/v1/jobs", rpc="list_jobs", right=contract.READ, listing=contract.LISTING)
routes.read("/v1/jobs/<job_id>", rpc="get_job", right=contract.READ, gives=contract.JobDetailView)
routes.report(
    "/v1/jobs/<job_id>/results",
    rpc="list_job_results",
    right=contract.READ,
    takes_query=contract.JobRowQuery,
    gives=contract.JobRowsView,
    about="What became of each row or operation, in their order.",
)
routes.act(
    "/v1/jobs/<job_id>/cancel",
    rpc="cancel_job",
    right=contract.CANCEL,
    gives=contract.JobView,
    about="End the work where it stands. What an import took stays; of an export nothing does. What a reassignment "
    "moved stays too, and can be taken back: it runs until what it has begun to move is counted.",
)
routes.act(
    "/v1/jobs/<job_id>/undo",
    rpc="undo_job",
    right=undos.UNDO,
    gives=contract.JobView,
    status=202,
    location="/v1/jobs/{id}",
    about="Take back what an import, a bulk or a reassignment did: what it recorded goes, what it changed becomes what "
    "it was. Records that were changed since stay, and are named in the results of the new job.",
)
