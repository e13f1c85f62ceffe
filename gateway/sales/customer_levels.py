"""The public routes of the levels of customers."""

from gateway.http.routes import Routes
from shared.contracts.sales import customer_levels as contract

routes = Routes(
    "customer-levels",
    service="sales",
    tag="Customer levels",
    about="What a level of customers means: how often they are seen to, their discount, how soon they are helped.",
    for_partners=False,
)

ONE = "/v1/customer-levels/<customer_level_id>"

routes.list("/v1/customer-levels", rpc="list_customer_levels", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/customer-levels",
    rpc="define_customer_level",
    right=contract.DEFINE,
    takes=contract.DefineCustomerLevel,
    gives=contract.CustomerLevelView,
    refuses=(409, 422),
)
routes.read(ONE, rpc="get_customer_level", right=contract.READ, gives=contract.CustomerLevelView)
routes.change(
    ONE,
    rpc="change_customer_level",
    right=contract.CHANGE,
    takes=contract.ChangeCustomerLevel,
    gives=contract.CustomerLevelView,
    refuses=(422,),
)
routes.history(f"{ONE}/history", rpc="list_customer_level_history", right=contract.READ)
routes.remove(ONE, rpc="remove_customer_level", right=contract.REMOVE, about="It then means nothing any more.")
