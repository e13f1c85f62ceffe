"""The public routes of stock."""

from gateway.http.routes import Routes
from shared.contracts.distribution import stock as contract

routes = Routes("stock", service="distribution", tag="Stock", about="What lies where, what of it is promised, and why.")

routes.list("/v1/stock", rpc="list_stock", right=contract.READ, listing=contract.LISTING)
routes.report(
    "/v1/stock/invariants",
    rpc="list_stock_invariants",
    right=contract.READ,
    takes_query=contract.NoParameters,
    gives=contract.StockInvariantsView,
    about="Balances that are not the sum of their moves: always an empty list.",
)
routes.read("/v1/stock/<stock_id>", rpc="get_stock", right=contract.READ, gives=contract.StockView)
routes.read("/v1/stock/<stock_id>/moves", rpc="list_stock_moves", right=contract.READ, gives=contract.StockMovesView)
routes.history("/v1/stock/<stock_id>/history", rpc="list_stock_history", right=contract.READ)
