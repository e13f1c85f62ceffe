"""The public routes of placements: how customers stand to the territories."""

from gateway.http.routes import Routes
from shared.contracts.sales import territories as contract
from shared.contracts.sales.customers import READ as READ_CUSTOMER

routes = Routes("placements", service="sales", tag="Territories", for_partners=False)

routes.read(
    "/v1/customers/<customer_id>/territory",
    rpc="get_customer_territory",
    right=READ_CUSTOMER,
    gives=contract.PlacementView,
    about="In which territory the customer is placed, or which ones are at odds about it, and by which rules.",
)
routes.report(
    "/v1/territories/conflicts",
    rpc="list_territory_conflicts",
    right=READ_CUSTOMER,
    takes_query=contract.ConflictQuery,
    gives=contract.ConflictsView,
    about="The customers in sight that several territories claim, with the rules at odds; or those that none claims.",
)
routes.read(
    "/v1/territories/sweep",
    rpc="get_territory_sweep",
    right=contract.READ,
    gives=contract.SweepView,
    about="Whether all customers are placed by the rules as they are now.",
)
