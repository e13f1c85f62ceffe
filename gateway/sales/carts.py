"""The public routes of carts."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.sales import carts as contract

routes = Routes("carts", service="sales", tag="Carts", about="What customers want to buy, until they order it.")

ONE = "/v1/carts/<cart_id>"

routes.list("/v1/carts", rpc="list_carts", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/carts",
    rpc="open_cart",
    right=contract.OPEN,
    takes=contract.OpenCart,
    gives=contract.CartView,
    refuses=(404, 422),
)
routes.read(ONE, rpc="get_cart", right=contract.READ, gives=contract.CartView)
routes.history(f"{ONE}/history", rpc="list_cart_history", right=contract.READ)
routes.act(
    f"{ONE}/put",
    rpc="put_into_cart",
    right=contract.PUT,
    takes=contract.PutIntoCart,
    gives=contract.CartView,
    about="So many of a product from now on, on the line that it has or on a new one.",
)
routes.act(
    f"{ONE}/take-out",
    rpc="take_out_of_cart",
    right=contract.TAKE_OUT,
    takes=contract.TakeOutOfCart,
    gives=contract.CartView,
)
routes.act(
    f"{ONE}/check-out",
    rpc="check_out_cart",
    right=contract.CHECK_OUT,
    takes=contract.CheckOutCart,
    gives=contract.CartView,
    about="Makes the draft of one order, `order_id`. Refused where pieces lack, and where the total is not what was "
    "seen.",
)
routes.act(f"{ONE}/abandon", rpc="abandon_cart", right=contract.ABANDON, takes=NoBody, gives=contract.CartView)
