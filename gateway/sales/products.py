"""The public routes of products."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.sales import products as contract

routes = Routes("products", service="sales", tag="Products", about="What the company offers, at which list price.")

routes.list("/v1/products", rpc="list_products", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/products",
    rpc="create_product",
    right=contract.CREATE,
    takes=contract.CreateProduct,
    gives=contract.ProductView,
    refuses=(409,),
)
routes.read("/v1/products/<product_id>", rpc="get_product", right=contract.READ, gives=contract.ProductView)
routes.change(
    "/v1/products/<product_id>",
    rpc="change_product",
    right=contract.CHANGE,
    takes=contract.ChangeProduct,
    gives=contract.ProductView,
    refuses=(409,),
)
routes.history("/v1/products/<product_id>/history", rpc="list_product_history", right=contract.READ)
routes.act(
    "/v1/products/<product_id>/retire",
    rpc="retire_product",
    right=contract.RETIRE,
    takes=NoBody,
    gives=contract.ProductView,
)
routes.act(
    "/v1/products/<product_id>/reinstate",
    rpc="reinstate_product",
    right=contract.REINSTATE,
    takes=NoBody,
    gives=contract.ProductView,
)
