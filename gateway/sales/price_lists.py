"""The public routes of price lists."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.sales import price_lists as contract

routes = Routes(
    "price-lists",
    service="sales",
    tag="Price lists",
    about="What products cost whom, from how many on, when and in which currency; promotions are lists too.",
    for_partners=False,
)

ONE = "/v1/price-lists/<price_list_id>"

routes.list("/v1/price-lists", rpc="list_price_lists", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/price-lists",
    rpc="create_price_list",
    right=contract.CREATE,
    takes=contract.CreatePriceList,
    gives=contract.PriceListView,
    refuses=(409, 422),
)
routes.read(ONE, rpc="get_price_list", right=contract.READ, gives=contract.PriceListView)
routes.change(
    ONE,
    rpc="change_price_list",
    right=contract.CHANGE,
    takes=contract.ChangePriceList,
    gives=contract.PriceListView,
    refuses=(409, 422),
)
routes.history(f"{ONE}/history", rpc="list_price_list_history", right=contract.READ)
routes.act(
    f"{ONE}/withdraw",
    rpc="withdraw_price_list",
    right=contract.WITHDRAW,
    takes=NoBody,
    gives=contract.PriceListView,
)
routes.act(
    f"{ONE}/reinstate",
    rpc="reinstate_price_list",
    right=contract.REINSTATE,
    takes=NoBody,
    gives=contract.PriceListView,
)
