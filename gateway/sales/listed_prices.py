"""The public routes of the prices on price lists."""

from gateway.http.routes import Routes
from shared.contracts.sales import price_lists as contract

routes = Routes(
    "listed-prices",
    service="sales",
    tag="Price lists",
    about="Every price of every price list, one a row, as files take them; a list is changed as a whole.",
    for_partners=False,
)

routes.list("/v1/listed-prices", rpc="list_listed_prices", right=contract.READ, listing=contract.PRICES_LISTING)
routes.read(
    "/v1/listed-prices/<listed_price_id>",
    rpc="get_listed_price",
    right=contract.READ,
    gives=contract.PriceOfListView,
)
