"""The public routes of merges of customers."""

from gateway.http.routes import Routes
from shared.contracts.newest import NewestQuery
from shared.contracts.sales import merges as contract
from shared.contracts.sales.customers import MERGE

routes = Routes("merges", service="sales", tag="Customers", for_partners=False)

routes.act(
    "/v1/customers/<customer_id>/merges",
    rpc="merge_customers",
    right=MERGE,
    takes=contract.MergeCustomer,
    gives=contract.MergeView,
    status=201,
    about="Whatever points to the duplicate, in all services, points to this customer; the duplicate is gone.",
)
routes.report(
    "/v1/customers/<customer_id>/merges",
    rpc="list_customer_merges",
    right=MERGE,
    takes_query=NewestQuery,
    gives=contract.MergesView,
    refuses=(404,),
    about="What was merged into this customer, the newest first.",
)
routes.act(
    "/v1/customers/<customer_id>/merges/<merge_id>/undo",
    rpc="undo_customer_merge",
    right=MERGE,
    gives=contract.MergeView,
    about="The duplicate is there again, with what the merge had moved.",
)
