"""The public routes of mining runs."""

from gateway.http.routes import Routes
from shared.contracts.reporting import mining_runs as contract

routes = Routes(
    "mining_runs",
    service="reporting",
    tag="Mining runs",
    for_partners=False,
    about="Segments of customers, and products bought together, counted beside the calls and kept for whoever asked.",
)

ONE = "/v1/mining-runs/<mining_run_id>"

routes.list("/v1/mining-runs", rpc="list_mining_runs", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/mining-runs",
    rpc="queue_mining_run",
    right=contract.RUN,
    takes=contract.RunMining,
    gives=contract.MiningRunView,
    status=202,
    refuses=(404, 409, 422),
    about="Count the confirmed orders that you see when it runs; the answer says where to look.",
)
routes.read(
    ONE,
    rpc="get_mining_run",
    right=contract.READ,
    gives=contract.MiningRunView,
    is_by_version=False,
    about="How far it is; one's own runs alone.",
)
routes.history(f"{ONE}/history", rpc="list_mining_run_history", right=contract.READ)
routes.report(
    f"{ONE}/results",
    rpc="list_mining_results",
    right=contract.READ,
    takes_query=contract.MiningRowsQuery,
    gives=contract.MiningResultsView,
    refuses=(404, 409),
    about="The segments or the pairs as they were counted, while all that was counted is in your sight: else "
    "`mining_run_outdated`.",
)
routes.report(
    f"{ONE}/customers",
    rpc="list_segmented_customers",
    right=contract.READ,
    takes_query=contract.MiningCustomersQuery,
    gives=contract.SegmentedCustomersView,
    refuses=(404, 409),
    about="The customers of a segment, the best first, with the figures and the scores that put them there.",
)
routes.remove(
    ONE,
    rpc="delete_mining_run",
    right=contract.DELETE,
    about="With its results; one that still runs ends.",
)
