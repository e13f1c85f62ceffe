"""The public routes of prices."""

from gateway.http.routes import Routes
from shared.contracts.sales import prices as contract

routes = Routes("prices", service="sales", tag="Prices", about="What products cost one customer today.")

routes.list(
    "/v1/customers/<customer_id>/prices",
    rpc="list_customer_prices",
    right=contract.READ,
    listing=contract.LISTING,
    about="The price of the newest quotation to the customer that still holds, or else the list price.",
)
