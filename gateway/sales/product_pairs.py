"""The public routes of pairs of products: for colleagues alone."""

from gateway.http.routes import Routes
from shared.contracts.sales import product_pairs as contract

routes = Routes(
    "product-pairs",
    service="sales",
    tag="Product pairs",
    about="What is to be offered beside or instead of what, and why.",
    for_partners=False,
)

ONE = "/v1/product-pairs/<product_pair_id>"

routes.list("/v1/product-pairs", rpc="list_product_pairs", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/product-pairs",
    rpc="declare_product_pair",
    right=contract.DECLARE,
    takes=contract.DeclareProductPair,
    gives=contract.ProductPairView,
    refuses=(409, 422),
)
routes.read(ONE, rpc="get_product_pair", right=contract.READ, gives=contract.ProductPairView)
routes.change(
    ONE,
    rpc="change_product_pair",
    right=contract.CHANGE,
    takes=contract.ChangeProductPair,
    gives=contract.ProductPairView,
    refuses=(422,),
)
routes.history(f"{ONE}/history", rpc="list_product_pair_history", right=contract.READ)
