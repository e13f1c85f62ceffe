"""The routes of reassignments."""

from gateway.http.routes import Routes
from shared.contracts.gateway.reassignments import ReassignmentView, ReassignTerritory
from shared.contracts.sales.territories import REASSIGN

routes = Routes("reassignments", service="gateway", tag="Territories")

routes.act(
    "/v1/territories/reassign",
    rpc="reassign_territory",
    right=REASSIGN,
    takes=ReassignTerritory,
    gives=ReassignmentView,
    refuses=(404, 409, 422),
    begins="job_id",
    about="Shows which customers of a territory belong to somebody who does not sell there, and whom each would come "
    "to. With `dry_run` false they are handed over by one job, and the answer is 202 with its address, "
    "`/v1/jobs/{job_id}`: it has a result for each customer, and is taken back by `/v1/jobs/{job_id}/undo`, as other "
    "jobs are.",
)
