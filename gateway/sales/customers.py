"""The public routes of customers."""

from gateway.customers.routes import show_whole_customer
from gateway.http.routes import Routes
from shared.contracts.gateway.whole_customers import ExpandCustomer, WholeCustomerView
from shared.contracts.sales import customers as contract

routes = Routes("customers", service="sales", tag="Customers", about="Whom we sell to, or may one day.")

routes.list("/v1/customers", rpc="list_customers", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/customers",
    rpc="create_customer",
    right=contract.CREATE,
    takes=contract.CreateCustomer,
    gives=contract.CustomerView,
    refuses=(409, 422),
)
routes.read(
    "/v1/customers/<customer_id>",
    rpc="get_customer",
    right=contract.READ,
    gives=WholeCustomerView,
    takes_query=ExpandCustomer,
    expanded=show_whole_customer,
    about="With `expand=all` also the newest of all that the customer has, as far as the caller may see it.",
)
routes.change(
    "/v1/customers/<customer_id>",
    rpc="change_customer",
    right=contract.CHANGE,
    takes=contract.ChangeCustomer,
    gives=contract.CustomerView,
    refuses=(409, 422),
)
routes.history("/v1/customers/<customer_id>/history", rpc="list_customer_history", right=contract.READ)
routes.act(
    "/v1/customers/<customer_id>/transfer",
    rpc="transfer_customer",
    right=contract.TRANSFER,
    takes=contract.TransferCustomer,
    gives=contract.CustomerView,
)
routes.act(
    "/v1/customers/<customer_id>/touch",
    rpc="touch_customer",
    right=contract.TOUCH,
    takes=contract.TouchCustomer,
    gives=contract.CustomerView,
)
routes.shares("/v1/customers/<customer_id>", noun="customer", read=contract.READ, share=contract.SHARE)
