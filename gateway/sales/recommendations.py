"""The public route of recommendations, for every channel: sellers, call centre, partners and the store."""

from gateway.http.routes import Routes
from shared.contracts.sales import recommendations as contract

routes = Routes(
    "recommendations", service="sales", tag="Recommendations", about="What else to offer to whoever buys, and why."
)

routes.act(
    "/v1/recommendations",
    rpc="recommend_products",
    right=contract.READ,
    takes=contract.RecommendProducts,
    gives=contract.RecommendedProductsView,
    refuses=(404,),
    about="For a basket, a customer or both. Orders are counted as far as the right reaches; nothing is kept.",
)
