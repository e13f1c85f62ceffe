"""The public routes of prices."""

from gateway.http.routes import Routes
from shared.contracts.sales import prices as contract

routes = Routes("prices", service="sales", tag="Prices", about="What products cost one customer.")

routes.list(
    "/v1/customers/<customer_id>/prices",
    rpc="list_customer_prices",
    right=contract.READ,
    listing=contract.LISTING,
    about="Of one piece today: as approved, quoted, promoted or listed for the customer, or else as in the catalogue.",
)
routes.report(
    "/v1/products/<product_id>/price",
    rpc="get_price",
    right=contract.READ,
    takes_query=contract.PriceQuery,
    gives=contract.EffectivePriceView,
    refuses=(404, 422),
    about="What a product costs a customer who takes so many on a day, and the rule that says so.",
)
